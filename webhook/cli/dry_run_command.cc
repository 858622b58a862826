#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "cli/command.h"
#include "cli/examine.h"
#include "cli/pod_options.h"
#include "cli/print_examined.h"

namespace sparkgate::cli {
namespace {

struct Options {
  PodOptions pods;
  Printing printing;
};

int dry_run(const Options& options) {
  const auto policies = load_or_explain(options.pods.policies);
  if (!policies) return kUsage;
  int exit_code = kFine;
  const Printer printer(options.printing);
  for (const std::string& file : options.pods.files) {
    for (const Input& input : read_input(file, options.pods.request)) {
      const Examined examined = examine(input, *policies);
      printer.print(std::cout, examined);
      if (!examined.error.empty()) {
        exit_code = kUsage;
      } else if (!examined.allowed && exit_code == kFine) {
        exit_code = kFindings;
      }
    }
  }
  return exit_code;
}

}  // namespace

void add_dry_run(CLI::App& app, std::function<int()>& run) {
  auto* command = app.add_subcommand("dry-run", "Show what the webhook would do to pods, and why");
  auto options = std::make_shared<Options>();
  add_pod_options(*command, options->pods);
  command
      ->add_option("-o,--output", options->printing.format,
                   "diff; yaml: the pod as stored; json: a line an object; patch: the JSON Patch; "
                   "review: the server's two answers, a line each")
      ->check(CLI::IsMember({"diff", "yaml", "json", "patch", "review"}))
      ->capture_default_str();
  command->add_flag("--show-pod", options->printing.show_pod,
                    "With -o json: add the pod as it would be stored");
  command->add_flag("--explain", options->printing.explain,
                    "Name policy, file and line of each change");
  command->footer("Exit codes: 0 all allowed, 1 something denied, 2 broken input or policies.");
  command->callback([options, &run] { run = [options] { return dry_run(*options); }; });
}

}  // namespace sparkgate::cli
