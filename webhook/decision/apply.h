#pragma once

#include <string>
#include <vector>

#include "decision/edit.h"
#include "decision/match.h"
#include "decision/patch.h"

namespace sparkgate::decision {

/// Computes what turns the pod into one as `edits` wants it, as operations that apply to exactly
/// this pod: paths are proven to be there, missing parents are created. Nothing to do gives
/// nothing. `edits` must outlive `patch` and `left_out`, to which it appends.
void apply(const Edit& edits, const Subject& subject, Patch& patch, std::vector<LeftOut>& left_out);

}  // namespace sparkgate::decision
