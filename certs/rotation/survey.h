#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "certs/describe.h"
#include "certs/inspect.h"
#include "certs/rotation/looks.h"
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

/// What a server shows.
struct Served {
  certs::Description certificate;  // its own
  bool as_stored = false;          // it is the one in the Secret
};

struct Survey {
  std::vector<certs::InspectedCertificate> certificates;  // of the Secret
  std::vector<SurveyedWebhook> webhooks;
  std::vector<Served> served;
  std::vector<std::string> findings;  // one sentence each; none: all is well
};

/// What is stored, what is trusted, and whether that fits: a webhook that does not trust the server
/// lets every pod pass in silence when its failurePolicy is Ignore. The same for what is `shown`,
/// where that is another than what is stored.
Survey survey(const View& view, const Places& places, const Shown& shown = {});

}  // namespace sparkgate::rotation
