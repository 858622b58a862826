#pragma once

#include <vector>

#include "decision/plan.h"
#include "decision/verdict.h"

namespace sparkgate::decision {

/// Runs all rules of a plan on the subject's pod and appends what they find.
void evaluate(const Plan& plan, const Subject& subject, std::vector<Violation>& violations);

/// Drops the violations that the pod had before this UPDATE.
void forgive_what_was_there(const Plan& plan, const Subject& subject,
                            std::vector<Violation>& violations);

/// For the mutating door: runs the rules that warn on the pod as the verdict's patch will make it.
void evaluate_final_pod(const Plan& plan, const Subject& subject, Verdict& verdict);

}  // namespace sparkgate::decision
