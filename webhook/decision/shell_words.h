#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sparkgate::decision {

/// What stands between two commands of a shell line: `;`, `&&`, `|`, a line's end, …
inline constexpr std::string_view kEndOfCommand = "\n";

/// The words of a POSIX shell line without their quotes, and kEndOfCommand between commands.
/// Nothing is expanded: `$NAME` stays what it is. Any text gives words, in linear time.
std::vector<std::string> shell_words(std::string_view line);

}  // namespace sparkgate::decision
