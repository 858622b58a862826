#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace sparkgate::policytest {

/// Something that a test wants and did not get.
struct Mismatch {
  std::string what;     // "allowed", "violations[0]", a place in the pod: "spec.priorityClassName"
  std::string pointer;  // of a place in the pod: the same as JSON pointer; else empty
  nlohmann::json wanted;
  std::optional<nlohmann::json> got;  // absent: there is nothing
};

/// Where the stored pod is not what `wanted` names. Maps and objects: each member named, null says
/// that there is none. Lists that merge by a key (containers, volumes, env, …): each item named,
/// found by its key; `name: $spark` is the Spark container. Lists that merge as sets (tolerations,
/// …): each item named is there. `[]`: no item. All other lists are compared as they are;
/// quantities by value.
void compare_pods(const nlohmann::json& wanted, const nlohmann::json& pod,
                  const std::string& spark_container, std::vector<Mismatch>& mismatches);

}  // namespace sparkgate::policytest
