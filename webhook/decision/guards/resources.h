#pragma once

#include "decision/guards.h"

namespace sparkgate::decision {

/// A request is at most its limit; of what cannot be shared (devices, huge pages) it is the limit.
void guard_resources(Walk& walk, const Edit& edit, View here);

}  // namespace sparkgate::decision
