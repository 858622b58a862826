#pragma once

#include <vector>

#include "replay/decider.h"
#include "replay/outcome.h"

namespace sparkgate::replay {

/// What one policy set does to a pod: denied, audited, changed.
std::vector<Finding> findings_of(const Decider& decided);

/// What changes for a pod from one set to the other: newly denied and newly allowed with the rules
/// that do or did, what of the patch is new or gone, and which warnings are. The annotation that
/// names the policy set always differs and does not count.
std::vector<Finding> findings_between(const Decider& before, const Decider& after);

}  // namespace sparkgate::replay
