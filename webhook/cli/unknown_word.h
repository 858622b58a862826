#pragma once

#include <string>

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace sparkgate::cli {

/// What to say, ending in a newline, when `error` came of a word on the command line that is no
/// command or no flag: which word, and what was probably meant. Empty when it came of something
/// else. `app` is the program, after the parsing.
std::string about_unknown_word(const CLI::App& app, const CLI::ParseError& error);

}  // namespace sparkgate::cli
