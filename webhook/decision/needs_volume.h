#pragma once

#include <string_view>

#include "decision/walk.h"

namespace sparkgate::decision {

/// The volume that a mount, a device or a variable from a file says it needs; "" when it says none.
std::string_view volume_of(const Edit& item);

/// The guard of such an item: neither the pod nor the template has the volume, with a source that
/// fits the use.
void guard_volume_is_there(Walk& walk, const Edit& item, View here);

/// The same for a new container with such items, which is left out as a whole; whether it was.
bool lacks_volume(Walk& walk, const Edit& container);

/// Blocks edits that give a volume of the pod another kind of source than its use allows: a device
/// needs a claim, a file of variables a folder of the pod's.
void guard_volumes_in_use(Walk& walk);

}  // namespace sparkgate::decision
