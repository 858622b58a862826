#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "certs/describe.h"
#include "certs/inspect.h"
#include "certs/rotation/store.h"

namespace sparkgate::rotation {

/// Whom a webhook trusts.
struct SurveyedWebhook {
  std::string configuration;  // its kind and name
  std::string name;
  bool fails = true;  // failurePolicy Fail
  std::vector<certs::Description> trusted{};
  std::optional<bool> fits{};  // absent when there is nothing that could be served
};

struct Survey {
  std::vector<certs::InspectedCertificate> certificates;  // of the Secret
  std::vector<SurveyedWebhook> webhooks;
  std::vector<std::string> findings;  // one sentence each; none: all is well
};

/// What is served, what is trusted, and whether that fits: a webhook that does not trust the server
/// lets every pod pass in silence when its failurePolicy is Ignore.
Survey survey(const View& view, const Places& places);

}  // namespace sparkgate::rotation
