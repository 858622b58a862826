#pragma once

#include <memory>

#include "decision/rule.h"
#include "policyfile/shape.h"

namespace sparkgate::policyfile {

/// The rule `volumes` in the format, and how it is read. Reports prefixes that
/// `types` shuts out.
extern const Shape kVolumes;
std::unique_ptr<const decision::Check> read_volumes(const Node& value, Source& source);

}  // namespace sparkgate::policyfile
