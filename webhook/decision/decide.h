#pragma once

#include "decision/policy_set.h"
#include "decision/request.h"
#include "decision/verdict.h"

namespace sparkgate::decision {

/// The mutating door: what the policies add to and change in a new pod. Never refuses.
/// Only pods CREATE is changed; everything else gets an empty verdict.
/// Rules with the action `warn` leave their words in the pod's annotation `sparkgate.dev/warnings`,
/// because Spark shows no warnings.
void mutate(const PolicySet& policies, const Request& request, Verdict& verdict);

/// The validating door: which rules the final pod breaks. For UPDATE, only what the request itself
/// changes counts: a pod that was admitted before is not refused for an unrelated change. A new
/// driver is judged by what it tells of its executors, too (foresee.h).
void validate(const PolicySet& policies, const Request& request, Verdict& verdict);

}  // namespace sparkgate::decision
