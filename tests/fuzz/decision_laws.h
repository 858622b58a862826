#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

#include "decision/policy_set.h"

namespace sparkgate {

/// Ends the process with `what` unless `condition` holds: for libFuzzer, a find.
void require(bool condition, std::string_view what);

/// What must hold for every AdmissionReview of a pod and every policy set: the patch applies, and
/// deciding on the patched pod gives none. Reviews of anything else hold no pod and are let pass.
void check_decision(const nlohmann::json& review, const decision::PolicySet& policies);

}  // namespace sparkgate
