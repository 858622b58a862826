#include "cli/command_line.h"

#include <CLI/CLI.hpp>
#include <string>

#include "cli/certs_command.h"
#include "cli/command.h"
#include "version.h"

namespace sparkgate::cli {

void declare_command_line(CLI::App& app, std::function<int()>& run) {
  app.name("sparkgate");
  app.description(
      "Admission control for Apache Spark on Kubernetes: checks policy files and shows what the\n"
      "webhook will do with pods, and why, before anything is deployed.");
  app.set_version_flag("--version", std::string("sparkgate ") + kVersion + " (" + kCommit + ")");
  app.require_subcommand(1);
  app.footer(
      "`sparkgate COMMAND --help` describes a command.\n"
      "Exit codes: 0 all is well, 1 something denied or wrong, 2 usage or broken input.");
  add_init_repository(app, run);
  add_check(app, run);
  add_dry_run(app, run);
  add_explain(app, run);
  add_test(app, run);
  add_replay(app, run);
  add_bench(app, run);
  add_schema(app, run);
  add_certs(app, run);
  add_completion(app, run);
  add_version(app, run);
}

}  // namespace sparkgate::cli
