#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "decision/quantity.h"
#include "decision/view.h"

namespace sparkgate::decision {

/// An amount as a pod writes it, as string or number; empty when it is none, or absent.
std::optional<Quantity> quantity_of(View here);

/// What belongs to Kubernetes itself; the rest is counted in whole pieces by a device plug-in.
bool is_native(std::string_view resource);

/// Whether a request may be less than its limit, and without one: not of devices and huge pages.
bool may_overcommit(std::string_view resource);
/// Whether Kubernetes takes an amount of this resource for the whole pod (`spec.resources`).
bool can_be_pod_level(std::string_view resource);

/// How much of a resource the whole pod may use: of each container its limit, without one its
/// request. Counted as Kubernetes counts for scheduling and quota: containers and side-cars (init
/// containers that restart always) together, or a single init container with the side-cars started
/// before it when that is more, plus the pod's overhead. A limit for the whole pod wins.
/// What cannot be read counts as nothing.
Quantity total_of(View pod, const std::string& resource);

}  // namespace sparkgate::decision
