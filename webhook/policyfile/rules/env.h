#pragma once

#include <memory>

#include "decision/rule.h"
#include "policyfile/shape.h"

namespace sparkgate::policyfile {

/// The rule `env` in the format, and how it is read.
extern const Shape kEnv;
std::unique_ptr<const decision::Check> read_env(const Node& value, Source& source);

}  // namespace sparkgate::policyfile
