#pragma once

#include <vector>

#include "decision/plan.h"
#include "decision/verdict.h"

namespace sparkgate::decision {

/// The pod before an UPDATE and the rules that judged it.
struct Before {
  const Plan& plan;
  const Subject& subject;
};

/// Runs all rules of a plan on the subject's pod, appends what they find, of each rule the first
/// kMaxViolationsOfARule, and marks what an exception excuses.
void evaluate(const Plan& plan, const Subject& subject, std::vector<Violation>& violations);

/// The same for an UPDATE: what a rule found in the pod before is forgiven (forgive.h), and only
/// then the rest is cut; what another plan of this request found already is not found twice.
/// Exceptions look at all that the pod has now: what one of them let pass before needs it still.
void evaluate_change(const Plan& plan, const Subject& subject, const Before& before,
                     std::vector<Violation>& violations);

/// For the mutating door: runs the rules that warn on the pod as the verdict's patch will make it.
void evaluate_final_pod(const Plan& plan, const Subject& subject, Verdict& verdict);

}  // namespace sparkgate::decision
