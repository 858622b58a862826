#pragma once

#include <vector>

#include "decision/verdict.h"

namespace sparkgate::decision {

/// Marks the violations that an exception of their policy excuses on the request's day. Of each
/// policy one exception counts, the first that matches the pod and names every rule that would
/// refuse it: two exceptions never add up to more than each.
void excuse(const Subject& subject, std::vector<Violation>& violations);

}  // namespace sparkgate::decision
