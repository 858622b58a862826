#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

#include "certs/rotation/pair.h"
#include "certs/time.h"

namespace sparkgate::rotation {

/// What the webhooks of one configuration trust that call our Service: all of them, but `others`.
struct Trust {
  bool wanted = false;                     // every CA that the Secret holds
  bool others = false;                     // one of them trusts more than the current and next CA
  std::optional<certs::Time> published{};  // when a CA was added last
};

/// All that a step depends on.
struct Facts {
  certs::Time now;      // by the API server's clock
  certs::Time started;  // this run; stands for a time that nobody wrote down
  Held current = Held::absent;
  Held next = Held::absent;
  bool forced = false;    // to be replaced, due or not
  bool previous = false;  // the Secret holds the CA of a pair that replicas may serve still
  std::vector<Trust> registrations;
  std::optional<certs::Time> swapped{};  // when `current` was put there
  // When others changed the Secret last: a pair that was put back is as new as that.
  std::optional<certs::Time> changed_by_others{};
  bool known = false;                   // API servers say that `next` is trusted, as they see it
  bool served = false;                  // `current` is what the Service shows
  std::chrono::seconds publish_wait{};  // until every API server knows a published CA
  std::chrono::seconds serve_wait{};    // until every replica serves a swapped pair
};

enum class Do {
  prepare,  // a new next pair, beside the one that is served or alone
  publish,  // in `registration`: what is trusted, and every CA that the Secret holds
  wait,     // until `until`
  ask,      // API servers whether they know that the next CA is trusted
  swap,     // the next pair becomes the current one, whose CA becomes a previous one
  look,     // whether it is served
  forget,   // the previous CA
  drop,     // in `registration`: all but the CA of the pair that is served
  nothing   // all is as it should be
};

struct Step {
  Do what = Do::nothing;
  std::size_t registration = 0;
  certs::Time until{};

  bool operator==(const Step&) const = default;
};

/// What is to be done now. Whoever does it and asks again comes to `nothing`, wherever he was
/// stopped: each step changes one object, and at no time is a pair served that is not trusted.
Step next_step(const Facts& facts);

}  // namespace sparkgate::rotation
