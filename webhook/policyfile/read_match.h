#pragma once

#include "decision/match.h"
#include "policyfile/node.h"

namespace sparkgate::policyfile {

/// Reads `spec.match`, whose shape is checked; reports what the shape cannot say.
decision::Match read_match(const Node& node, Source& source);

/// A list of role names as a bit set; 0 when it is absent or empty.
unsigned read_roles(const Node* list);

}  // namespace sparkgate::policyfile
