#pragma once

#include "decision/walk.h"

namespace sparkgate::decision {

/// Decides about an item of a list that a policy's `secrets` ask for: a variable, a source of
/// variables, a mount or a volume. `list` is the pod's. True when nothing is to be done: the same
/// is there, under whatever volume name, or something else is and stays, which is reported; or no
/// mount needs the volume. Values of variables are never told.
bool settle_secret(Walk& walk, const Edit& item, View list);

/// Whether a mount that settle_secret left open stands in for the one at its path as a whole: half
/// of another volume's mount (its subPath) would show other files.
bool replaces_mount(const Edit& item);

/// Puts volumes of secrets behind the containers: which of them are needed shows at the mounts.
void put_secret_volumes_last(Edit& pod_template);

}  // namespace sparkgate::decision
