#pragma once

#include "decision/walk.h"

namespace sparkgate::decision {

/// Whether an item (a mount, a device, a variable from a file, or a container with such) needs a
/// volume that neither the pod nor the template has: Kubernetes would refuse the pod. Says so as
/// something left out.
bool lacks_volume(Walk& walk, const Edit& item);

/// Blocks edits that give a volume of the pod another kind of source than its use allows: a device
/// needs a claim, a file of variables a folder of the pod's.
void guard_volumes_in_use(Walk& walk);

}  // namespace sparkgate::decision
