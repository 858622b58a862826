#pragma once

#include <string>
#include <vector>

#include "policyfile/issue.h"

namespace sparkgate::cli {

/// Issues as `check -o` prints them: text, json, sarif or github.
std::string report(const std::vector<policyfile::Issue>& issues, const std::string& format);

}  // namespace sparkgate::cli
