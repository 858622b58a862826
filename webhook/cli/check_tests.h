#pragma once

#include <cstddef>
#include <vector>

#include "policyfile/load.h"

namespace sparkgate::cli {

/// Finds every mistake in the tests of policy files, in files of pods that they name, too. How many
/// tests there are. What is no YAML is found by who loads the policies.
std::size_t check_tests(const std::vector<policyfile::PolicyFile>& files,
                        std::vector<policyfile::Issue>& issues);

}  // namespace sparkgate::cli
