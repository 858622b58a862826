#pragma once

#include <string>

#include "decision/pod_types.h"
#include "policyfile/issue.h"
#include "policyfile/node.h"

namespace sparkgate::policyfile {

/// Checks one object of a template for values that the API server would refuse in every pod: its
/// fields one by one and what they must be together (with those of objects in it, where Kubernetes
/// looks at them together). Objects in it are not checked for themselves. What depends on the rest
/// of the pod is left to the moment when there is one, or is a note. `path` is the object's, for
/// messages. Fields of a wrong type are somebody else's mistake and passed over.
void check_object(const Node& object, const decision::PodType& type, const std::string& path,
                  Source& source);

}  // namespace sparkgate::policyfile
