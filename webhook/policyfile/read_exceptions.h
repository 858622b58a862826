#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "decision/policy.h"
#include "policyfile/node.h"

namespace sparkgate::policyfile {

/// The day that a text such as `2027-01-31` names; empty when it names none.
std::optional<std::chrono::sys_days> day_of(const std::string& text);

/// Reads `spec.exceptions` (null: none) of a policy whose match and rules have been read. Reports
/// rules that the policy does not have; notes what has ended, or will in 14 days, as of `today`.
std::vector<decision::Exception> read_exceptions(const Node* list, const decision::Policy& policy,
                                                 std::optional<std::chrono::sys_days> today,
                                                 Source& source);

}  // namespace sparkgate::policyfile
