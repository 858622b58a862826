#include "decision/pod_resources.h"

#include <algorithm>

namespace sparkgate::decision {
namespace {

Quantity amount(View resources, const std::string& resource) {
  for (const char* kind : {"limits", "requests"}) {
    const View here = resources[kind][resource];
    if (!here.present()) continue;
    const auto value = Quantity::parse(here.is_text() ? here.text() : here.json());
    if (value) return *value;
  }
  return Quantity();
}

}  // namespace

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
  const Quantity of_pod = amount(spec["resources"], resource);
  if (!of_pod.is_zero()) total = of_pod;
  const View overhead = spec["overhead"][resource];
  const auto extra = Quantity::parse(overhead.is_text() ? overhead.text() : overhead.json());
  return overhead.present() && extra ? total + *extra : total;
}

}  // namespace sparkgate::decision
