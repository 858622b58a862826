#pragma once

#include <string>
#include <vector>

#include "policyfile/load.h"

namespace sparkgate::policyfile {

/// Sixteen hexadecimal digits that tell one content of a policy directory from another: names and
/// texts of its files, in any order. Not cryptographic: it names a version, it proves nothing.
std::string fingerprint(const std::vector<PolicyFile>& files);

}  // namespace sparkgate::policyfile
