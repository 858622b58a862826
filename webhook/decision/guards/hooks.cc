#include <algorithm>
#include <array>

#include "decision/guards/whole_pod.h"

namespace sparkgate::decision {
namespace {

constexpr std::string_view kGrace = "terminationGracePeriodSeconds";
constexpr std::int64_t kDefaultGrace = 30;  // seconds, the API server's
constexpr std::array<const char*, 2> kHooks = {"postStart", "preStop"};

/// The longest sleep of the hooks of the pod's containers that stay, in seconds.
std::int64_t longest_sleep(const Walk& walk) {
  std::int64_t longest = 0;
  for_each_becoming(walk, [&](std::string_view, const Becoming& container) {
    for (const char* hook : kHooks) {
      const Becoming handler = container.member("lifecycle").member(hook);
      const View seconds = handler.member("sleep").pods("seconds");
      longest = std::max(longest, seconds.integer().value_or(0));
    }
  });
  return longest;
}

void guard_hooks_of(Walk& walk, const ContainerPair& pair, std::int64_t grace) {
  const Edit* ours = walk.find(pair.edit, "lifecycle");
  if (!ours) return;
  const Becoming lifecycle = Becoming(walk, pair.edit, pair.here).member("lifecycle");
  for (const char* hook : kHooks) {
    const Edit* seconds = lifecycle.member(hook).member("sleep").ours("seconds");
    if (!seconds || seconds->value <= grace) continue;
    walk.block(*ours->find(hook), "the hook would sleep longer than the grace period");
  }
}

}  // namespace

void guard_hooks(Walk& walk) {
  const Becoming spec(walk, walk.spec, walk.subject.pod["spec"]);
  const Edit* ours = spec.changer(kGrace);
  if (ours && longest_sleep(walk) > spec.integer(kGrace).value_or(kDefaultGrace)) {
    walk.block(*ours, "a hook of the pod sleeps longer than this");
  }
  const std::int64_t grace = spec.integer(kGrace).value_or(kDefaultGrace);
  for_each_pair(walk, [&](const ContainerPair& pair) { guard_hooks_of(walk, pair, grace); });
}

}  // namespace sparkgate::decision
