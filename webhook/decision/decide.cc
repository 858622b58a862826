#include "decision/decide.h"

#include <algorithm>
#include <utility>

#include "decision/annotations.h"
#include "decision/evaluate.h"
#include "decision/foresee.h"
#include "decision/subject.h"

namespace sparkgate::decision {
namespace {

/// Adds the policies that match, keeping `indices` sorted and without repetition.
void match_policies(const PolicySet& policies, const Subject& subject,
                    std::vector<std::uint32_t>& indices) {
  const auto known = static_cast<std::ptrdiff_t>(indices.size());
  for (const std::uint32_t index : policies.candidates(subject.namespace_name)) {
    if (first_failed(policies.policies()[index]->match, subject) == Condition::none) {
      indices.push_back(index);
    }
  }
  if (known == 0) return;
  std::inplace_merge(indices.begin(), indices.begin() + known, indices.end());
  indices.erase(std::unique(indices.begin(), indices.end()), indices.end());
}

/// The plan of the policies in verdict.key, for what the pod is to Spark.
void take_plan(const PolicySet& policies, const SparkPod& spark, Verdict& verdict) {
  verdict.spark = spark;
  verdict.key.role = spark.role;
  verdict.key.spark_alias = policies.spark_alias(spark.container_name);
  verdict.plan = policies.plan(verdict.key);
}

/// A change is judged by the policies of the pod before and of the pod after, in both roles: a
/// label that is taken off, added or changed opens no door. What the pod before had is forgiven, as
/// far as it was judged: a driver that was an executor is a new driver.
void judge_update(const PolicySet& policies, Subject after, Verdict& verdict) {
  const Request& request = *after.request;
  const Subject before = recognised_subject(policies, request, request.old_pod);
  match_policies(policies, before, verdict.key.policies);
  take_plan(policies, before.spark, verdict);
  const PlanHandle plan_before = std::move(verdict.plan);
  const Before known{*plan_before.plan, before};
  match_policies(policies, after, verdict.key.policies);
  const bool lost = after.spark.role == Role::none;
  if (before.spark.role != after.spark.role && before.spark.role != Role::none) {
    take_plan(policies, before.spark, verdict);
    Subject as_before = after;
    as_before.spark = before.spark;
    evaluate_change(*verdict.plan.plan, as_before, known, verdict.violations);
    if (lost) return;
  }
  take_plan(policies, after.spark, verdict);
  evaluate_change(*verdict.plan.plan, after, known, verdict.violations);
}

/// What the patch would be if policies in mode audit were enforced; none when it would be the same.
void apply_audited(const Plan& plan, const Subject& subject, Verdict& verdict) {
  Patch& patch = verdict.audited_patch;
  std::vector<LeftOut> ignored;
  apply(*plan.with_audited, subject, patch, ignored);
  if (plan.adopt_with_audited) {
    Adoption adoption = adopt(subject, *plan.adopt_with_audited, patch);
    using Outcome = Adoption::Outcome;
    if (adoption.outcome == Outcome::adopted) adoption.outcome = Outcome::would_adopt;
    if (!plan.adopt) verdict.adoption = adoption;
  }
  if (patch.json() == verdict.patch.json()) patch.clear();
}

}  // namespace

void Verdict::clear() {
  spark = SparkPod();
  key.policies.clear();
  plan = PlanHandle();
  allowed = true;
  patch.clear();
  audited_patch.clear();
  left_out.clear();
  adoption = Adoption();
  violations.clear();
}

void mutate(const PolicySet& policies, const Request& request, Verdict& verdict) {
  verdict.clear();
  const Subject subject = recognised_subject(policies, request, request.pod);
  match_policies(policies, subject, verdict.key.policies);
  take_plan(policies, subject.spark, verdict);
  if (!request.creates_pod()) return;

  const Plan& plan = *verdict.plan.plan;
  verdict.left_out = plan.left_out;
  apply(plan.edits, subject, verdict.patch, verdict.left_out);
  if (plan.adopt) verdict.adoption = adopt(subject, *plan.adopt, verdict.patch);
  if (plan.with_audited) apply_audited(plan, subject, verdict);
  if (plan.warns) evaluate_final_pod(plan, subject, verdict);
  annotate(policies, subject, verdict);
}

void validate(const PolicySet& policies, const Request& request, Verdict& verdict) {
  verdict.clear();
  const Subject subject = recognised_subject(policies, request, request.pod);
  if (request.operation == OperationKind::update && request.old_pod.present()) {
    judge_update(policies, subject, verdict);
  } else {
    match_policies(policies, subject, verdict.key.policies);
    take_plan(policies, subject.spark, verdict);
    if (request.operation != OperationKind::other) {
      evaluate(*verdict.plan.plan, subject, verdict.violations);
      foresee(policies, subject, verdict.violations);
    }
  }
  verdict.allowed = std::none_of(verdict.violations.begin(), verdict.violations.end(), denies);
}

}  // namespace sparkgate::decision
