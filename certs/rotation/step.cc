#include "certs/rotation/step.h"

#include <algorithm>

namespace sparkgate::rotation {
namespace {

/// Whether servers may be at work with it. A broken pair is refused by those that run: they go on
/// with the one before, whose CA is trusted still.
bool is_in_use(Held held) {
  return held != Held::absent && held != Held::expired;
}

template <class Condition>
std::optional<Step> first(const Facts& facts, Do what, Condition wanted) {
  const auto found = std::find_if(facts.registrations.begin(), facts.registrations.end(), wanted);
  if (found == facts.registrations.end()) return std::nullopt;
  return Step{what, static_cast<std::size_t>(found - facts.registrations.begin())};
}

certs::Time published_everywhere(const Facts& facts) {
  certs::Time last{};
  for (const Trust& one : facts.registrations) {
    last = std::max(last, one.published.value_or(facts.started));
  }
  return last;
}

/// The next pair is there: it is trusted first, then served.
Step replace(const Facts& facts) {
  const bool both = facts.current == Held::due || facts.current == Held::good;
  const auto publish = first(facts, Do::publish,
                             [&](const Trust& one) { return !one.next || (both && !one.current); });
  if (publish) return *publish;
  const certs::Time until = published_everywhere(facts) + facts.publish_wait;
  if (!is_in_use(facts.current)) return {Do::swap};
  if (facts.now < until) return {Do::wait, 0, until};
  return {facts.known ? Do::swap : Do::ask};
}

/// The pair that is served stays: it is trusted, in the end it alone.
Step settle(const Facts& facts) {
  const auto publish = first(facts, Do::publish, [](const Trust& one) { return !one.current; });
  if (publish) return *publish;
  const auto drop = first(facts, Do::drop, [](const Trust& one) { return one.others; });
  if (!drop) return {Do::nothing};
  const certs::Time until = facts.swapped.value_or(facts.started) + facts.serve_wait;
  if (facts.now < until) return {Do::wait, 0, until};
  return facts.served ? *drop : Step{Do::look};
}

}  // namespace

Step next_step(const Facts& facts) {
  if (facts.next == Held::good) return replace(facts);
  if (facts.current == Held::absent) return {Do::install};
  if (facts.next != Held::absent || facts.current != Held::good || facts.forced) {
    return {Do::prepare};
  }
  return settle(facts);
}

}  // namespace sparkgate::rotation
