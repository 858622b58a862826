#pragma once

#include <string>
#include <string_view>

#include "decision/view.h"

namespace sparkgate::decision {

/// A toleration that pods may have, read as Kubernetes reads one: without `op` it is Equal, without
/// `effect` it is of every effect, without `key` (and Exists) of every taint.
struct AllowedToleration {
  std::string key, op, value, effect;

  /// Whether it tolerates all that the pod's toleration tolerates, for however long.
  bool covers(View toleration) const;

  std::string text() const;
};

/// "dedicated=spark:NoSchedule", "gpu" (any value, any effect), "*:NoExecute" (any key).
std::string text_of_toleration(View toleration);

/// What Kubernetes itself gives to pods: `node.kubernetes.io/not-ready` and `/unreachable` with
/// Exists and NoExecute, for however long, and `/memory-pressure` with Exists and NoSchedule. They
/// open no node to a pod that others keep out.
bool is_of_kubernetes(View toleration);

}  // namespace sparkgate::decision
