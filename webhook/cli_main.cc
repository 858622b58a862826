#include <CLI/CLI.hpp>
#include <functional>
#include <iostream>

#include "cli/certs_command.h"
#include "cli/command.h"
#include "cli/unknown_word.h"
#include "version.h"

int main(int argc, char** argv) {
  using namespace sparkgate;
  CLI::App app(
      "Admission control for Apache Spark on Kubernetes: checks policy files and shows what the\n"
      "webhook will do with pods, and why, before anything is deployed.",
      "sparkgate");
  app.set_version_flag("--version", std::string("sparkgate ") + kVersion + " (" + kCommit + ")");
  app.require_subcommand(1);
  app.footer(
      "`sparkgate COMMAND --help` describes a command.\n"
      "Exit codes: 0 all is well, 1 something denied or wrong, 2 usage or broken input.");

  std::function<int()> run;
  cli::add_check(app, run);
  cli::add_dry_run(app, run);
  cli::add_explain(app, run);
  cli::add_schema(app, run);
  cli::add_certs(app, run);
  cli::add_version(app, run);
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
