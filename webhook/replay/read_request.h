#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "admission/review.h"

namespace sparkgate::replay {

/// Why an object of the input is not decided.
enum class Skipped {
  no,
  other_resource,  // not about pods, or about a subresource that is never sent to us
  other_operation,
  other_stage,  // of an audit event before its response
  no_pod,       // the audit level is not Request or RequestResponse, or the request was turned away
  update,       // an audit event has no pod before
};

inline constexpr std::size_t kSkippedReasons = 6;

/// The reason in words.
std::string_view text_of(Skipped why);

/// What one object of the input asks.
struct Asked {
  decision::Request request;
  Skipped skipped = Skipped::no;
  std::optional<bool> denied_then;  // what sparkgate answered, as the audit log tells
};

/// Reads an AdmissionReview, an audit Event (audit.k8s.io/v1) or a Pod, for which `default` is the
/// namespace that it does not name and nobody the one who sends it. Errors say why it is none.
Result<Asked> read_request(decision::View document);

}  // namespace sparkgate::replay
