#pragma once

#include <memory>

#include "decision/rule.h"
#include "policyfile/shape.h"

namespace sparkgate::policyfile {

/// The rule `containers` in the format, and how it is read. Reports a `max` that no pod can keep.
extern const Shape kContainers;
std::unique_ptr<const decision::Check> read_containers(const Node& value, Source& source);

}  // namespace sparkgate::policyfile
