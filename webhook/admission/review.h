#pragma once

#include <simdjson.h>

#include <cstddef>
#include <string_view>

#include "admission/unique_keys.h"
#include "base/result.h"
#include "decision/request.h"

namespace sparkgate::admission {

/// An AdmissionReview as it came in. All views live until the reader reads the next one, and no
/// longer than the bytes it was read from.
struct Review {
  std::string_view api_version;  // "admission.k8s.io/v1" or "…/v1beta1"
  std::string_view kind;         // "AdmissionReview"
  std::string_view uid;
  bool about_pod = false;  // request.kind is v1 Pod: what else is sent to us is let through
  decision::Request request;
};

/// Bytes that may be read behind a body.
inline constexpr std::size_t kPadding = simdjson::SIMDJSON_PADDING;

/// A body up to here is read in memory that a reader keeps from one to the next.
inline constexpr std::size_t kUsualBytes = 128 * 1024;

/// Reads AdmissionReviews, one at a time, reusing its memory. For one thread.
class ReviewReader {
 public:
  ReviewReader();

  /// `body` must be followed by kPadding readable bytes. Errors say why it is no AdmissionReview:
  /// broken JSON, nested deeper than 256, a key twice in one object, wrong kind or version, no
  /// request, no uid. They quote no value.
  Result<Review> read(std::string_view body);

  /// The same of any JSON, whatever it is about: broken, nested too deep or a key twice.
  Result<decision::View> parse(std::string_view body);

  /// Gives memory back after a body that was much larger than usual.
  void shrink();

 private:
  simdjson::dom::parser parser_;
  UniqueKeys unique_keys_;
};

/// What a document that was parsed, `view`, asks as an AdmissionReview; its views are the
/// document's.
Result<Review> as_review(decision::View view);

}  // namespace sparkgate::admission
