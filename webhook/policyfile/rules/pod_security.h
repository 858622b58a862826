#pragma once

#include <memory>

#include "decision/rule.h"
#include "policyfile/shape.h"

namespace sparkgate::policyfile {

/// The rule `podSecurity` in the format, and how it is read. Reports exceptions that except
/// nothing, and notes a version newer than those known here.
extern const Shape kPodSecurity;
std::unique_ptr<const decision::Check> read_pod_security(const Node& value, Source& source);

}  // namespace sparkgate::policyfile
