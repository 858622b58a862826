#pragma once

#include "decision/guards.h"

namespace sparkgate::decision {

/// allowPrivilegeEscalation: false goes neither with privileged nor with CAP_SYS_ADMIN.
void guard_security(const Edit& edit, View here, std::vector<Blocked>& blocked);

}  // namespace sparkgate::decision
