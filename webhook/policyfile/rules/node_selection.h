#pragma once

#include <memory>

#include "decision/rule.h"
#include "policyfile/shape.h"

namespace sparkgate::policyfile {

/// The rule `nodeSelection` in the format, and how it is read. Reports what contradicts
/// itself, tolerations that Kubernetes would not take, and those that allow everything.
extern const Shape kNodeSelection;
std::unique_ptr<const decision::Check> read_node_selection(const Node& value, Source& source);

}  // namespace sparkgate::policyfile
