#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace sparkgate::policytest {

/// Puts `value` at a place of a pod, written as findings write it: `spec.containers[0].image`. In a
/// map (labels, nodeSelector, limits, …) the rest of the path is the key, whatever is in it:
/// `metadata.labels.app.kubernetes.io/name`. null removes what is there. Maps on the way are made;
/// behind the last item of a list one more may stand.
/// Why it cannot be, in a sentence, or "": then the pod is changed.
std::string put(nlohmann::json& pod, std::string_view path, const nlohmann::json& value);

}  // namespace sparkgate::policytest
