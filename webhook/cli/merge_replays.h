#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/print_replay.h"

namespace sparkgate::cli {

/// The whole of partial results, a line each, in any order ("-": stdin). Nothing when a line is
/// none, or the parts do not belong together: that is told on stderr with its place.
std::optional<Replayed> merge_replays(const std::vector<std::string>& files);

}  // namespace sparkgate::cli
