#pragma once

#include <vector>

#include "decision/policy_set.h"
#include "decision/verdict.h"

namespace sparkgate::decision {

/// Of a new driver: runs the rules `creators`, `images` and `serviceAccounts` on its executors, as
/// far as its pod tells of them (foretell.h) and policies complete them. A refused executor is an
/// endless loop or the end of the application, and its user never reads why.
///
/// Nothing is guessed. What is not told is judged when the executors come, and so is what a policy
/// or an exception asks of it: launchers, labels other than `spark-role`; caller or account where
/// they are not told. What `violations`, the driver's own, have already is not appended twice.
void foresee(const PolicySet& policies, const Subject& driver, std::vector<Violation>& violations);

}  // namespace sparkgate::decision
