#pragma once

#include <memory>

#include "decision/rule.h"
#include "policyfile/shape.h"

namespace sparkgate::policyfile {

/// The rule `ownership` in the format, and how it is read. Reports one that asks for nothing.
extern const Shape kOwnership;
std::unique_ptr<const decision::Check> read_ownership(const Node& value, Source& source);

}  // namespace sparkgate::policyfile
