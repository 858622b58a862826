#pragma once

#include <string>

#include "decision/pod_types.h"
#include "policyfile/node.h"

namespace sparkgate::policytest {

/// Why a name is probably a slip in one of the type's fields, in a sentence; "" when it is one of
/// them, or near none: Kubernetes grows new ones.
std::string slip_in_field(const decision::PodType& type, const std::string& name);

/// Reports the slips in the names of a pod's fields: with null, or misspelt twice, they would make
/// a test that says nothing.
void check_fields(const policyfile::Node& pod, policyfile::Source& source);

}  // namespace sparkgate::policytest
