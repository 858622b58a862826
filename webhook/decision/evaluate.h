#pragma once

#include <vector>

#include "decision/plan.h"
#include "decision/verdict.h"

namespace sparkgate::decision {

/// Runs all rules of a plan on the subject's pod, appends what they find, and marks what an
/// exception excuses.
void evaluate(const Plan& plan, const Subject& subject, std::vector<Violation>& violations);

/// The same for an UPDATE: `known`, what the pod before was found to have, is forgiven (forgive.h),
/// and what another plan of this request found already is not found twice. Exceptions look at all
/// that the pod has now: what one of them let pass before needs it still.
void evaluate_change(const Plan& plan, const Subject& subject, const std::vector<Violation>& known,
                     std::vector<Violation>& violations);

/// For the mutating door: runs the rules that warn on the pod as the verdict's patch will make it.
void evaluate_final_pod(const Plan& plan, const Subject& subject, Verdict& verdict);

}  // namespace sparkgate::decision
