#pragma once

#include <string>

namespace CLI {
class App;
}

namespace sparkgate::cli {

/// What a manual page says beside the program's own help.
struct ManTitle {
  int section = 1;       // of the manual: 1 commands, 8 administration
  std::string summary;   // the line that `apropos` searches, without the program's name
  std::string see_also;  // the other page, "sparkgate(1)"
};

/// The manual page of a program in troff's `man` macros, written from the tables that parse its
/// command line: all commands and flags, in the words of `--help`.
std::string man_page(const CLI::App& app, const ManTitle& title);

}  // namespace sparkgate::cli
