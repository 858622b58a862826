#pragma once

#include <array>
#include <string>
#include <string_view>

#include "decision/view.h"

namespace sparkgate::decision {

/// Every list of containers a pod can have: a rule that forgets one is no rule.
inline constexpr std::array<std::string_view, 3> kContainerLists = {"initContainers", "containers",
                                                                    "ephemeralContainers"};

/// Calls `visit(list, index, container)` for every container of the pod.
template <class Visit>
void for_each_container(View pod, Visit visit) {
  const View spec = pod["spec"];
  for (const std::string_view list : kContainerLists) {
    std::size_t index = 0;
    for (const View container : spec[list].items()) visit(list, index++, container);
  }
}

/// "spec.initContainers[2]"
inline std::string container_path(std::string_view list, std::size_t index) {
  return "spec." + std::string(list) + "[" + std::to_string(index) + "]";
}

}  // namespace sparkgate::decision
