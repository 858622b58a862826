#pragma once

#include "decision/guards.h"

namespace sparkgate::decision {

/// Port names are unique in a container; a mount that is shared with the host needs privileges.
void guard_container(Walk& walk, const Edit& edit, View here);

/// A probe or hook has a way of probing.
void guard_handler(Walk& walk, const Edit& edit, View here);

/// A mount that is read-only through and through is read-only, and its own.
void guard_mount(Walk& walk, const Edit& edit, View here);

}  // namespace sparkgate::decision
