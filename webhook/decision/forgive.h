#pragma once

#include <vector>

#include "decision/verdict.h"

namespace sparkgate::decision {

/// Takes out of `now`, found in the pod after an UPDATE, what the pod before it was found to have
/// (`known`): one for one, so that the same a second time is new. Alike are two of one rule, at one
/// place, with the same words. A place has the names of items in lists, not their indices:
/// Kubernetes lets an update put tolerations and ephemeral containers in front of others. Items
/// without a name are alike wherever they stand in their list.
void forgive(const Request& request, const std::vector<Violation>& known,
             std::vector<Violation>& now);

}  // namespace sparkgate::decision
