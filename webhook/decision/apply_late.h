#pragma once

#include "decision/walk.h"

namespace sparkgate::decision {

/// What can only be done once everything else is: takes items of lists out, from the back, and puts
/// lists into the order that `$setElementOrder` wants. A volume that something still uses stays,
/// with a warning: Kubernetes would refuse the pod.
///
/// Such edits are rare, so the pod is made into a tree here, where that is simplest.
void apply_late(Walk& walk);

}  // namespace sparkgate::decision
