#include <CLI/CLI.hpp>
#include <functional>
#include <iostream>
#include <string_view>

#include "cli/command.h"
#include "cli/command_line.h"
#include "cli/unknown_word.h"

int main(int argc, char** argv) {
  using namespace sparkgate;
  CLI::App app;
  std::function<int()> run;
  cli::declare_command_line(app, run);
  const std::string_view called = argc > 0 ? argv[0] : "";
  if (called.ends_with("kubectl-sparkgate")) app.name("kubectl sparkgate");  // as a plugin
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const std::string unknown = cli::about_unknown_word(app, error);
    std::cerr << unknown;
    if (!unknown.empty()) return cli::kUsage;
    return app.exit(error) == 0 ? cli::kFine : cli::kUsage;
  }
  return run();
}
