#pragma once

#include <memory>

#include "decision/rule.h"
#include "decision/rules/allowed_names.h"

namespace sparkgate::decision {

/// The fields of a pod that name one object of the cluster.
enum class NamedField { service_account, priority_class, scheduler, runtime_class };

/// The rules `serviceAccounts`, `priorityClasses`, `schedulers` and `runtimeClasses`: what a pod
/// may name there.
///
/// - A pod without a name has the one that Kubernetes reads there: account `default`, scheduler
///   `default-scheduler`. Without a class it has none: `deny` never speaks of that, and `allow`
///   refuses it unless `none_allowed` or a pattern has the empty name (`*`).
/// - A priority without a class is refused where classes are ruled.
struct NameRule {
  NamedField field;
  NameBounds bounds;
  bool none_allowed = false;  // of classes: `""` is in `allow`
};

std::unique_ptr<const Check> make_check(const NameRule& rule);

}  // namespace sparkgate::decision
