#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "certs/rotation/pair.h"
#include "certs/rotation/step.h"
#include "certs/rotation/store.h"

namespace sparkgate::rotation {

/// What somebody wants of a rotation.
struct Wishes {
  Places places;
  std::chrono::days life{365};
  std::optional<std::chrono::days> renew_before{};
  bool force = false;
  std::chrono::seconds publish_wait{60};
  std::chrono::seconds serve_wait{180};
};

/// What one run has learnt.
struct Learnt {
  certs::Time started;
  bool forced = false;   // a forced replacement is still to be begun
  bool changed = false;  // something was written
};

struct Known {
  Facts facts;
  std::vector<std::string> current_ca;  // PEM, one by one
  std::vector<std::string> next_ca;
  std::vector<std::string> wanted;  // both, and the previous ones
};

/// So far the API server's clock and ours may be apart. By a clock that is further off a good
/// certificate would have expired, and would be replaced without waiting for anybody. `changed`, as
/// in Learnt, is for the message.
inline constexpr std::chrono::hours kMostApart{1};

Result<void> check_clocks(certs::Time theirs, certs::Time ours, bool changed);

/// The facts in what is stored. Error when something of it is not ours to change: claimed by
/// cert-manager, signed by another CA, not known to be ours, or a configuration that does not call
/// the Service.
Result<Known> know(const View& view, const Wishes& wishes, const Learnt& learnt);

}  // namespace sparkgate::rotation
