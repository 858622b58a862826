#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/examine.h"
#include "cli/print_examined.h"
#include "policyfile/load.h"

namespace sparkgate::cli {
namespace {

struct Options {
  std::string policies;
  std::vector<std::string> files;
  RequestFlags request;
  Printing printing;
};

/// Prints what is wrong with the policies and returns no set, or the set.
std::shared_ptr<const decision::PolicySet> load_or_explain(const std::string& path) {
  Result<policyfile::Loaded> loaded = policyfile::load_path(path);
  if (!loaded) {
    std::cerr << "sparkgate: " << loaded.error().message << "\n";
    return nullptr;
  }
  if (loaded->policies) return loaded->policies;
  for (const policyfile::Issue& issue : loaded->issues) {
    if (issue.severity == policyfile::Severity::error) std::cerr << policyfile::text_of(issue);
  }
  return nullptr;
}

int dry_run(const Options& options) {
  const auto policies = load_or_explain(options.policies);
  if (!policies) return kUsage;
  int exit_code = kFine;
  const Printer printer(options.printing);
  for (const std::string& file : options.files) {
    for (const Input& input : read_input(file, options.request)) {
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

void add_request_flags(CLI::App& command, RequestFlags& flags) {
  command.add_option("-n,--namespace", flags.namespace_name,
                     "Namespace of the pods (default: the one they name, else `default`)");
  auto* user = command.add_option("--user", flags.user, "Who sends the pods");
  auto* group = command.add_option("--group", flags.groups, "A group of the sender; repeatable");
  command
      .add_option("--service-account", flags.service_account,
                  "The service account that sends the pods")
      ->type_name("NAMESPACE:NAME")
      ->check([](const std::string& text) {
        const auto colon = text.find(':');
        const bool good = colon != std::string::npos && colon > 0 && colon + 1 < text.size();
        return good ? "" : "must be NAMESPACE:NAME";
      })
      ->excludes(user)
      ->excludes(group);
  command.add_option("--operation", flags.operation, "What is done to the pods (default CREATE)")
      ->check(CLI::IsMember({"CREATE", "UPDATE", "DELETE"}));
}

}  // namespace

void add_dry_run(CLI::App& app, std::function<int()>& run) {
  auto* command = app.add_subcommand("dry-run", "Show what the webhook would do to pods, and why");
  auto options = std::make_shared<Options>();
  command->add_option("-p,--policies", options->policies, "Policy directory or file")
      ->required()
      ->type_name("PATH");
  command
      ->add_option("-f,--filename", options->files,
                   "Pods, Lists or AdmissionReviews, YAML or JSON; - is stdin")
      ->required()
      ->type_name("FILE");
  add_request_flags(*command, options->request);
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
