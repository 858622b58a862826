#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sparkgate::cli {

/// The lines of a unified diff (three lines of context), without file names. Empty when both are
/// the same.
std::vector<std::string> unified_diff(std::string_view before, std::string_view after);

}  // namespace sparkgate::cli
