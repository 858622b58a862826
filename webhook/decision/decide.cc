#include "decision/decide.h"

#include <algorithm>
#include <utility>

#include "decision/annotations.h"
#include "decision/evaluate.h"

namespace sparkgate::decision {
namespace {

Subject subject_of(const Request& request, View pod) {
  Subject subject;
  subject.request = &request;
  subject.pod = pod;
  subject.labels = pod["metadata"]["labels"];
  subject.namespace_name = request.namespace_name;
  const std::string_view account = pod["spec"]["serviceAccountName"].text();
  subject.service_account = account.empty() ? "default" : account;
  subject.spark = recognise(pod);
  return subject;
}

/// A driver that only its command line tells is one where a policy that speaks about it says so.
void forget_unwanted_evidence(const PolicySet& policies, Subject& subject) {
  if (subject.spark.evidence != Evidence::command) return;
  if (policies.recognises_client_mode()) {
    for (const std::uint32_t index : policies.candidates(subject.namespace_name)) {
      const Policy& policy = *policies.policies()[index];
      if (policy.recognise_client_mode &&
          first_failed_beside_spark(policy.match, subject) == Condition::none) {
        return;
      }
    }
  }
  subject.spark = SparkPod();
}

/// What the pod is to Spark. An UPDATE that takes the role away opens no door: the pod before
/// counts.
Subject recognised_subject(const PolicySet& policies, const Request& request) {
  Subject subject = subject_of(request, request.pod);
  forget_unwanted_evidence(policies, subject);
  if (subject.spark.role == Role::none && request.old_pod.present()) {
    Subject before = subject_of(request, request.old_pod);
    forget_unwanted_evidence(policies, before);
    subject.spark = before.spark;
  }
  return subject;
}

void find_plan(const PolicySet& policies, const Subject& subject, Verdict& verdict) {
  verdict.spark = subject.spark;
  verdict.key.policies.clear();
  for (const std::uint32_t index : policies.candidates(subject.namespace_name)) {
    if (first_failed(policies.policies()[index]->match, subject) == Condition::none) {
      verdict.key.policies.push_back(index);
    }
  }
  verdict.key.role = subject.spark.role;
  verdict.key.spark_alias = policies.spark_alias(subject.spark.container_name);
  verdict.plan = policies.plan(verdict.key);
}

}  // namespace

void Verdict::clear() {
  spark = SparkPod();
  plan = PlanHandle();
  allowed = true;
  patch.clear();
  audited_patch.clear();
  left_out.clear();
  violations.clear();
}

void mutate(const PolicySet& policies, const Request& request, Verdict& verdict) {
  verdict.clear();
  const Subject subject = recognised_subject(policies, request);
  find_plan(policies, subject, verdict);
  if (request.operation != OperationKind::create || !request.subresource.empty()) return;

  const Plan& plan = *verdict.plan.plan;
  apply(plan.edits, subject, verdict.patch, verdict.left_out);
  if (plan.with_audited) {
    std::vector<LeftOut> ignored;
    apply(*plan.with_audited, subject, verdict.audited_patch, ignored);
    if (verdict.audited_patch.json() == verdict.patch.json()) verdict.audited_patch.clear();
  }
  if (plan.warns) evaluate_final_pod(plan, subject, verdict);
  annotate(policies, subject, verdict);
}

void validate(const PolicySet& policies, const Request& request, Verdict& verdict) {
  verdict.clear();
  const Subject subject = recognised_subject(policies, request);
  find_plan(policies, subject, verdict);
  if (request.operation == OperationKind::other) return;

  evaluate(*verdict.plan.plan, subject, verdict.violations);
  if (request.operation == OperationKind::update && !verdict.violations.empty()) {
    forgive_what_was_there(*verdict.plan.plan, subject, verdict.violations);
  }
  verdict.allowed = std::none_of(verdict.violations.begin(), verdict.violations.end(),
                                 [](const Violation& v) { return v.action == Action::deny; });
}

}  // namespace sparkgate::decision
