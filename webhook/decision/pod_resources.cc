#include "decision/pod_resources.h"

#include <algorithm>

namespace sparkgate::decision {
namespace {

Quantity amount(View resources, const std::string& resource) {
  for (const char* kind : {"limits", "requests"}) {
    if (const auto value = quantity_of(resources[kind][resource])) return *value;
  }
  return Quantity();
}

}  // namespace

std::optional<Quantity> quantity_of(View here) {
  if (!here.present()) return std::nullopt;
  return Quantity::parse(here.is_text() ? here.text() : here.json());
}

bool can_be_pod_level(std::string_view resource) {
  return resource == "cpu" || resource == "memory" || resource.starts_with("hugepages-");
}

// Source: k8s.io/component-helpers/resource, AggregateContainerRequests.
Quantity total_of(View pod, const std::string& resource) {
  const View spec = pod["spec"];
  Quantity running, sidecars, most_at_start;
  for (const View container : spec["containers"].items()) {
    running = running + amount(container["resources"], resource);
  }
  for (const View container : spec["initContainers"].items()) {
    const Quantity own = amount(container["resources"], resource);
    if (container["restartPolicy"].text() == "Always") {
      sidecars = sidecars + own;
      most_at_start = std::max(most_at_start, sidecars);
    } else {
      most_at_start = std::max(most_at_start, sidecars + own);
    }
  }
  Quantity total = std::max(running + sidecars, most_at_start);
  const View of_pod = can_be_pod_level(resource) ? spec["resources"] : View();
  if (of_pod["limits"][resource].present()) {
    total = amount(of_pod, resource);
  } else {
    total = std::max(total, amount(of_pod, resource));  // requests take no limit away
  }
  const auto overhead = quantity_of(spec["overhead"][resource]);
  return overhead ? total + *overhead : total;
}

bool is_native(std::string_view resource) {
  return resource.find('/') == std::string_view::npos ||
         resource.find("kubernetes.io/") != std::string_view::npos;
}

bool may_overcommit(std::string_view resource) {
  return is_native(resource) && !resource.starts_with("hugepages-");
}

}  // namespace sparkgate::decision
