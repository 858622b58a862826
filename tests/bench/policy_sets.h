#pragma once

#include <array>
#include <memory>
#include <string>

#include "decision/policy_set.h"

namespace sparkgate::bench {

using PolicySetPointer = std::shared_ptr<const decision::PolicySet>;

/// What is measured: no policy, those of policies/, 1,000 that speak of other namespaces than the
/// bodies', and ten that all apply (policies/busy.yaml of this folder).
inline constexpr std::array<const char*, 4> kPolicySets = {"none", "shipped", "elsewhere", "busy"};

/// One of kPolicySets, or `everything`: all policies of policies/ and its library, and one with
/// every kind of rule (policies/every_rule.yaml). Loaded when it is first asked for; ends the
/// program when it cannot be.
PolicySetPointer policy_set(const std::string& name);

}  // namespace sparkgate::bench
