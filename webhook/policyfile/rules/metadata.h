#pragma once

#include <memory>

#include "decision/rule.h"
#include "policyfile/shape.h"

namespace sparkgate::policyfile {

/// The rule `metadata` in the format, and how it is read. Reports keys that are required and
/// forbidden, and notes what would refuse the pods that we change ourselves.
extern const Shape kMetadataRule;
std::unique_ptr<const decision::Check> read_metadata(const Node& value, Source& source);

}  // namespace sparkgate::policyfile
