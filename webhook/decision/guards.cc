#include "decision/guards.h"

#include <algorithm>
#include <array>
#include <utility>

#include "decision/guards/container.h"
#include "decision/guards/pod.h"
#include "decision/guards/resources.h"
#include "decision/guards/security.h"

namespace sparkgate::decision {
namespace {

constexpr std::array<std::pair<std::string_view, Guard>, 7> kGuards = {{
    {"Container", guard_container},
    {"LifecycleHandler", guard_handler},
    {"PodSpec", guard_pod},
    {"Probe", guard_handler},
    {"ResourceRequirements", guard_resources},
    {"SecurityContext", guard_security},
    {"VolumeMount", guard_mount},
}};

}  // namespace

Guard guard_of(std::string_view type) {
  const auto* const found = std::find_if(kGuards.begin(), kGuards.end(),
                                         [&](const auto& one) { return one.first == type; });
  return found == kGuards.end() ? nullptr : found->second;
}

}  // namespace sparkgate::decision
