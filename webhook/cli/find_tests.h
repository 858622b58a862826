#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "policyfile/load.h"

namespace sparkgate::cli {

/// The files that hold tests: the one that `path` is, or those of a directory and of the
/// directories in it, sorted, that speak of SparkPolicyTest. Names that begin with '.' are left
/// out, links to directories are not followed. An error: `path` cannot be read, or holds no test.
Result<std::vector<policyfile::PolicyFile>> find_tests(const std::string& path);

}  // namespace sparkgate::cli
