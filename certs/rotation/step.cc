#include "certs/rotation/step.h"

#include <algorithm>

namespace sparkgate::rotation {
namespace {

/// Whether replicas may be at work with a pair that is trusted: with the current one, with the one
/// before it when that is broken, or with one that only a caBundle tells of.
bool is_in_use(const Facts& facts) {
  if (facts.current != Held::absent && facts.current != Held::expired) return true;
  return std::any_of(facts.registrations.begin(), facts.registrations.end(),
                     [](const Trust& one) { return one.others; });
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

std::optional<Step> publish(const Facts& facts) {
  return first(facts, Do::publish, [](const Trust& one) { return !one.wanted; });
}

/// The next pair is there: it is trusted first, then served.
Step replace(const Facts& facts) {
  if (const auto missing = publish(facts)) return *missing;
  if (!is_in_use(facts)) return {Do::swap};
  const certs::Time until = published_everywhere(facts) + facts.publish_wait;
  if (facts.now < until) return {Do::wait, 0, until};
  return {facts.known ? Do::swap : Do::ask};
}

/// The pair that is served stays: it is trusted, in the end it alone. The previous CA is forgotten
/// before it is dropped, else it would be published again.
Step settle(const Facts& facts) {
  if (const auto missing = publish(facts)) return *missing;
  const auto drop = first(facts, Do::drop, [](const Trust& one) { return one.others; });
  if (!drop && !facts.previous) return {Do::nothing};
  // A Secret that was put back has an old date: when it was, or what was published since, counts.
  const certs::Time since =
      std::max({facts.swapped.value_or(facts.started), published_everywhere(facts),
                facts.changed_by_others.value_or(certs::Time{})});
  const certs::Time until = since + facts.serve_wait;
  if (facts.now < until) return {Do::wait, 0, until};
  if (!facts.served) return {Do::look};
  return facts.previous ? Step{Do::forget} : *drop;
}

}  // namespace

Step next_step(const Facts& facts) {
  if (facts.next == Held::good) return replace(facts);
  if (facts.next != Held::absent || facts.current != Held::good || facts.forced) {
    return {Do::prepare};
  }
  return settle(facts);
}

}  // namespace sparkgate::rotation
