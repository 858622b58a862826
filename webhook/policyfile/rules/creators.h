#pragma once

#include <memory>

#include "decision/rule.h"
#include "policyfile/shape.h"

namespace sparkgate::policyfile {

/// The rule `creators` in the format, and how it is read. Notes a `deny` that says less than it
/// seems.
extern const Shape kCreators;
std::unique_ptr<const decision::Check> read_creators(const Node& value, Source& source);

}  // namespace sparkgate::policyfile
