#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "policyfile/issue.h"

namespace sparkgate::cli {

/// Finds every mistake in the tests of a policy directory or file, in files of pods that they name,
/// too. How many tests there are. What is no YAML is found by who loads the policies.
std::size_t check_tests(const std::string& path, std::vector<policyfile::Issue>& issues);

}  // namespace sparkgate::cli
