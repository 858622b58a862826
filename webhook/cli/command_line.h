#pragma once

#include <functional>

namespace CLI {
class App;
}

namespace sparkgate::cli {

/// Makes `app` the command line of `sparkgate`: its commands and what `--help` says. Parsing sets
/// `run` to what executes the command that was chosen; it must outlive the parsing.
void declare_command_line(CLI::App& app, std::function<int()>& run);

}  // namespace sparkgate::cli
