#pragma once

#include "decision/edit.h"
#include "decision/view.h"
#include "decision/walk.h"

namespace sparkgate::decision {

/// What several fields of one object must not say together, by k8s.io/kubernetes
/// pkg/apis/core/validation. `here`: the pod's object, absent when ours is a new one. Blocks the
/// parts of `edit` that are to be left out so that the object is as valid as it was.
using Guard = void (*)(Walk& walk, const Edit& edit, View here);

/// The guard of an object or item; nullptr when it goes with anything.
Guard guard_of(const Edit& edit);

/// Blocks all that would make the pod one that Kubernetes refuses. What is left out for one reason
/// may be what something else needs, so the guards are asked again until they have no more to say.
void leave_out_invalid(Walk& walk);

}  // namespace sparkgate::decision
