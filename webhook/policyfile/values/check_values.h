#pragma once

#include <string>

#include "decision/pod_types.h"
#include "policyfile/issue.h"
#include "policyfile/node.h"

namespace sparkgate::policyfile {

/// Checks the fields of one object of a template, not those of objects in it, against the table of
/// values: what must be there, numbers, names, choices. `path` is the object's, for messages.
/// Fields of a wrong type are somebody else's mistake and passed over.
void check_values(const Node& object, const decision::PodType& type, const std::string& path,
                  Source& source);

}  // namespace sparkgate::policyfile
