#pragma once

#include "decision/guards.h"

namespace sparkgate::decision {

/// Port names are unique in a container; a mount that is shared with the host needs privileges.
void guard_container(const Edit& edit, View here, std::vector<Blocked>& blocked);

/// A probe or hook has a way of probing.
void guard_handler(const Edit& edit, View here, std::vector<Blocked>& blocked);

/// A mount that is read-only through and through is read-only, and its own.
void guard_mount(const Edit& edit, View here, std::vector<Blocked>& blocked);

}  // namespace sparkgate::decision
