#pragma once

#include "decision/guards.h"

namespace sparkgate::decision {

/// Namespaces that a pod cannot share and own at once; no DNS at all; gates behind the scheduler.
void guard_pod(const Edit& edit, View here, std::vector<Blocked>& blocked);

}  // namespace sparkgate::decision
