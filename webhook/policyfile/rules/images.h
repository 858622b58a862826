#pragma once

#include <memory>

#include "decision/rule.h"
#include "policyfile/shape.h"

namespace sparkgate::policyfile {

/// The rule `images` in the format, and how it is read.
extern const Shape kImages;
std::unique_ptr<const decision::Check> read_images(const Node& value, Source& source);

}  // namespace sparkgate::policyfile
