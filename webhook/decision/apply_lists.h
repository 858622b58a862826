#pragma once

#include "decision/walk.h"

namespace sparkgate::decision {

/// Applies the items of a list that merges (by key, as a set, as terms) to the pod's list.
/// New items are appended, never inserted: the order of what is there stays. What is to be taken
/// out or put in order is noted for apply_late.
void apply_list(Walk& walk, const Edit& list, View here);

}  // namespace sparkgate::decision
