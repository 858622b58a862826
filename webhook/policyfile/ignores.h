#pragma once

#include <vector>

#include "policyfile/issue.h"
#include "policyfile/load.h"

namespace sparkgate::policyfile {

/// Takes warnings and notes out of `issues` that a comment in their file silences:
///   # sparkgate: ignore CODE reason
/// on their line, or in a line of its own above it (other such lines may stand between). Mistakes
/// stay. Adds an issue for each comment that cannot silence anything, or does not.
void apply_ignores(const std::vector<PolicyFile>& files, std::vector<Issue>& issues);

}  // namespace sparkgate::policyfile
