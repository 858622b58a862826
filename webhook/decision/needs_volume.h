#pragma once

#include "decision/walk.h"

namespace sparkgate::decision {

/// Whether an item (a mount, a device, a variable from a file, or a container with such) needs a
/// volume that neither the pod nor the template has: Kubernetes would refuse the pod. Says so as
/// something left out.
bool lacks_volume(Walk& walk, const Edit& item);

}  // namespace sparkgate::decision
