#pragma once

#include "decision/guards.h"

namespace sparkgate::decision {

/// allowPrivilegeEscalation: false goes neither with privileged nor with CAP_SYS_ADMIN.
void guard_security(Walk& walk, const Edit& edit, View here);

}  // namespace sparkgate::decision
