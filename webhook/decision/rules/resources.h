#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "decision/quantity.h"
#include "decision/rule.h"

namespace sparkgate::decision {

/// A resource and a bound on it. `written` is the author's spelling, for messages.
struct ResourceBound {
  std::string resource;
  Quantity amount;
  std::string written;
};

/// The rule `resources`: how much a container or a pod may ask for. Names are those of Kubernetes:
/// cpu, memory, ephemeral-storage, nvidia.com/gpu, …
///
/// - `max`: no limit, and no request, of a container is over it. One without a limit of its own may
///   take what the whole pod has (`spec.resources`), so that counts.
/// - `min`: no request of a container is under it (without a request its limit counts).
/// - `pod_max`: the pod's total is not over it (pod_resources.h says how it is counted).
/// - `require_requests`, `require_limits`: every container has one, or the whole pod. A limit
/// counts
///   as a request.
/// - `max_limit_to_request`: a limit is at most that many times the request.
struct ResourceRule {
  std::vector<ResourceBound> min, max, pod_max;
  std::vector<std::string> require_requests, require_limits;
  std::vector<std::pair<std::string, double>> max_limit_to_request;
};

std::unique_ptr<const Check> make_check(const ResourceRule& rule);

}  // namespace sparkgate::decision
