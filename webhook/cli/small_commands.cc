#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/command.h"
#include "policyfile/json_schema.h"
#include "version.h"

namespace sparkgate::cli {

void add_schema(CLI::App& app, std::function<int()>& run) {
  auto* command = app.add_subcommand("schema", "Print the JSON Schema of policy files");
  command->footer(
      "For editors: save it in a folder below the policy directory (not in it) and name it in the\n"
      "first line of a policy file, as the files of `sparkgate init` do:\n"
      "  # yaml-language-server: $schema=schema/sparkgate.schema.json");
  command->callback([&run] {
    run = [] {
      std::cout << policyfile::json_schema().dump(2) << "\n";
      return kFine;
    };
  });
}

void add_version(CLI::App& app, std::function<int()>& run) {
  auto* command = app.add_subcommand("version", "Print version and commit");
  command->callback([&run] {
    run = [] {
      std::cout << "sparkgate " << kVersion << " (" << kCommit << ")\n";
      return kFine;
    };
  });
}

}  // namespace sparkgate::cli
