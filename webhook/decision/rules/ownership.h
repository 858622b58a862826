#pragma once

#include <memory>

#include "decision/rule.h"

namespace sparkgate::decision {

/// The rule `ownership`: an executor belongs to its driver, and a pod stays what it is.
///
/// - `require_owner`: an executor has a controller that ends with its application: a Pod (its
///   driver), or the StatefulSet or ReplicaSet of Spark's other allocators, whose controller has to
///   be who creates it. An update keeps that owner; where there was none, the driver may adopt its
///   executor. Kubernetes' own controllers may change it (orphans, released pods).
/// - `creator_is_driver`: an executor is created by a service account of its own namespace, and,
///   where the API server tells which pod that is (creator.h), by the pod that owns it. Which
///   account is the driver's cannot be known; controllers that create executors are refused.
/// - `keep_role`: an update neither takes `spark-role` (or our own `sparkgate.dev/role`) off nor
///   changes it. Spark would lose sight of the executor and create another one, and policies of the
///   pod.
struct OwnershipRule {
  bool require_owner = false;
  bool creator_is_driver = false;
  bool keep_role = false;
};

std::unique_ptr<const Check> make_check(const OwnershipRule& rule);

}  // namespace sparkgate::decision
