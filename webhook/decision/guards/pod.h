#pragma once

#include "decision/guards.h"

namespace sparkgate::decision {

/// Namespaces that a pod cannot share and own at once; no DNS at all; gates behind the scheduler.
void guard_pod(Walk& walk, const Edit& edit, View here);

}  // namespace sparkgate::decision
