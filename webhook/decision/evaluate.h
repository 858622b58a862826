#pragma once

#include <vector>

#include "decision/plan.h"
#include "decision/verdict.h"

namespace sparkgate::decision {

/// Runs all rules of a plan on the subject's pod and appends what they find.
void evaluate(const Plan& plan, const Subject& subject, std::vector<Violation>& violations);

/// The same for an UPDATE of `old_pod`: what the pod had before is forgiven, and what another plan
/// of this request found already is not found twice.
void evaluate_change(const Plan& plan, const Subject& subject, View old_pod,
                     std::vector<Violation>& violations);

/// For the mutating door: runs the rules that warn on the pod as the verdict's patch will make it.
void evaluate_final_pod(const Plan& plan, const Subject& subject, Verdict& verdict);

}  // namespace sparkgate::decision
