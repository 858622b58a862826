#pragma once

#include <vector>

#include "decision/plan.h"
#include "decision/verdict.h"

namespace sparkgate::decision {

/// The rules that a pod breaks, whether or not a violation of each is kept.
using BrokenRules = std::vector<const PlannedRule*>;

/// Marks the violations that an exception of their policy excuses on the request's day. Of each
/// policy one exception counts, the first that matches the pod and names every rule that would
/// refuse it: two exceptions never add up to more than each.
void excuse(const Subject& subject, const BrokenRules& broken, std::vector<Violation>& violations);

}  // namespace sparkgate::decision
