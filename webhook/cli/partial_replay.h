#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "cli/print_replay.h"

namespace sparkgate::cli {

// What a replay of a part of the input found, written down to be merged with that of other parts.

/// One line of JSON, without its end. Nothing is lost.
std::string written(const Replayed& part);

/// What `written` wrote; an error says why the line is none of this version of the program.
Result<Replayed> read_partial(std::string_view line);

/// Adds a part; an error when it is of other policies or keeps another number of examples.
Result<void> merge(Replayed& sum, const Replayed& part);

}  // namespace sparkgate::cli
