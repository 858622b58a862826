#pragma once

#include <memory>

#include "decision/rule.h"
#include "policyfile/shape.h"

namespace sparkgate::policyfile {

/// The rule `resources` in the format, and how it is read. Reports bounds that no pod can keep, and
/// those that every pod does.
extern const Shape kResources;
std::unique_ptr<const decision::Check> read_resources(const Node& value, Source& source);

}  // namespace sparkgate::policyfile
