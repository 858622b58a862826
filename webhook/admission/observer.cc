#include "admission/observer.h"

#include <algorithm>
#include <cstdint>

#include "base/log.h"

namespace sparkgate::admission {
namespace {

/// Seconds, from 25 µs: a decision takes microseconds, kube-apiserver's own buckets begin at 5 ms.
const std::vector<double> kBuckets = {25e-6,  50e-6, 100e-6, 250e-6, 500e-6, 1e-3,
                                      2.5e-3, 5e-3,  10e-3,  25e-3,  100e-3, 1};

std::string policy_names(const decision::Verdict& verdict) {
  std::string names;
  for (const decision::Policy* policy : verdict.plan.plan->policies) {
    names += (names.empty() ? "" : ",") + policy->name;
  }
  return names;
}

}  // namespace

std::string_view path_of(DoorKind door) {
  return door == DoorKind::mutate ? "/mutate" : "/validate";
}

Observer::Observer(DoorKind door, Metrics& metrics)
    : door_(door),
      metrics_(metrics),
      duration_(metrics.histogram("sparkgate_admission_duration_seconds",
                                  "Time of a decision, without the network.", kBuckets,
                                  {{"path", std::string(path_of(door))}})),
      crashes_(metrics.counter("sparkgate_crashes_total", "Decisions that failed: faults of ours.",
                               {{"path", std::string(path_of(door))}})) {}

void Observer::decided(const Review& review, const decision::Verdict& verdict,
                       std::chrono::nanoseconds took) {
  duration_.observe(std::chrono::duration<double>(took).count());
  count(verdict);
  count_operations(verdict);
  count_violations(verdict);
  count_audited(verdict);
  if (logs(LogLevel::info)) log_decision(review, verdict, took);
}

void Observer::refused(std::string_view why) {
  log(LogLevel::warn, "not an AdmissionReview", {{"path", path_of(door_)}, {"why", why}});
}

void Observer::crashed(std::string_view uid) {
  crashes_.add();
  log(LogLevel::error, "crash", {{"path", path_of(door_)}, {"uid", uid}});
}

void Observer::count(const decision::Verdict& verdict) {
  const decision::SparkPod& spark = verdict.spark;
  auto& series = requests_[static_cast<std::size_t>(spark.role)][verdict.allowed ? 1 : 0]
                          [static_cast<std::size_t>(spark.launcher)];
  if (!series) {
    series = metrics_.counter("sparkgate_admission_requests_total", "Decisions.",
                              {{"path", std::string(path_of(door_))},
                               {"role", std::string(name_of(spark.role))},
                               {"launcher", std::string(name_of(spark.launcher))},
                               {"verdict", verdict.allowed ? "allowed" : "denied"}});
  }
  series->add();
}

void Observer::count_operations(const decision::Verdict& verdict) {
  for (const decision::Origin* origin : verdict.patch.origins()) {
    auto found = operations_.find(origin->policy);
    if (found == operations_.end()) {
      std::string policy(origin->policy);
      const Counter counter = metrics_.counter("sparkgate_patch_operations_total",
                                               "Operations in patches, by the policy that asked.",
                                               {{"policy", policy}});
      found = operations_.emplace(std::move(policy), counter).first;
    }
    found->second.add();
  }
}

/// Violations are rare enough to ask the registry each time, once for all of a rule that stand
/// together.
void Observer::count_violations(const decision::Verdict& verdict) {
  if (door_ == DoorKind::mutate) return;  // the validating door counts them
  const auto& all = verdict.violations;
  for (auto one = all.begin(); one != all.end();) {
    const auto next = std::find_if(one, all.end(), [one](const decision::Violation& other) {
      return other.rule != one->rule || other.excepted != one->excepted;
    });
    counter_of(*one).add(static_cast<double>(next - one));
    one = next;
  }
}

Counter Observer::counter_of(const decision::Violation& violation) {
  const MetricLabels rule = {{"policy", violation.policy->name}, {"rule", violation.rule->name}};
  if (violation.excepted) {
    return metrics_.counter("sparkgate_excepted_violations_total",
                            "Violations that an exception let pass.", rule);
  }
  MetricLabels labels = rule;
  labels.emplace("action", name_of(violation.action));
  return metrics_.counter("sparkgate_rule_violations_total",
                          "Violations found, whatever their action, of a rule 256 a pod at most.",
                          labels);
}

/// As rare: a policy is in mode audit for a while.
void Observer::count_audited(const decision::Verdict& verdict) {
  if (verdict.audited_patch.empty()) return;
  metrics_
      .counter("sparkgate_audited_patches_total",
               "Patches that policies in mode audit would have made different.", {})
      .add();
}

void Observer::log_decision(const Review& review, const decision::Verdict& verdict,
                            std::chrono::nanoseconds took) const {
  const decision::Request& request = review.request;
  log(LogLevel::info, "decision",
      {{"path", path_of(door_)},
       {"uid", review.uid},
       {"namespace", request.namespace_name},
       {"name", request.name},
       {"role", name_of(verdict.spark.role)},
       {"app", verdict.spark.application},
       {"launcher", name_of(verdict.spark.launcher)},
       {"verdict", verdict.allowed ? "allowed" : "denied"},
       {"policies", policy_names(verdict)},
       {"ops", static_cast<std::int64_t>(verdict.patch.size())},
       {"auditedOps", static_cast<std::int64_t>(verdict.audited_patch.size())},
       {"violations", static_cast<std::int64_t>(verdict.violations.size())},
       {"dryRun", request.dry_run},
       {"us", static_cast<std::int64_t>(
                  std::chrono::duration_cast<std::chrono::microseconds>(took).count())}});
}

}  // namespace sparkgate::admission
