#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "cli/check_tests.h"
#include "cli/command.h"
#include "cli/issue_report.h"
#include "policyfile/load.h"

namespace sparkgate::cli {
namespace {

struct Options {
  std::vector<std::string> paths;
  std::string output = "text";
};

/// "policies: 7 policies, 12 tests, no mistake"
std::string summary(const std::string& path, const policyfile::Loaded& loaded, std::size_t tests) {
  std::size_t errors = 0, notes = 0;
  for (const policyfile::Issue& issue : loaded.issues) {
    (issue.severity == policyfile::Severity::error ? errors : notes) += 1;
  }
  std::string text = path + ": ";
  if (loaded.policies) {
    const std::size_t count = loaded.policies->policies().size();
    text += std::to_string(count) + (count == 1 ? " policy, " : " policies, ");
  }
  if (tests > 0) text += std::to_string(tests) + (tests == 1 ? " test, " : " tests, ");
  text += errors == 0 ? "no mistake"
                      : std::to_string(errors) + (errors == 1 ? " mistake" : " mistakes");
  if (notes > 0) text += ", " + std::to_string(notes) + (notes == 1 ? " note" : " notes");
  return text;
}

int check(const Options& options) {
  int exit_code = kFine;
  std::vector<policyfile::Issue> issues;
  std::vector<std::string> summaries;
  for (const std::string& path : options.paths) {
    Result<policyfile::Loaded> loaded = policyfile::load_path(path);
    if (!loaded) {
      std::cerr << "sparkgate check: " << loaded.error().message << "\n";
      exit_code = kUsage;
      continue;
    }
    const std::size_t tests = check_tests(path, loaded->issues);
    const bool has_policies = !loaded->policies || !loaded->policies->policies().empty();
    if (!has_policies && tests == 0 && loaded->issues.empty()) {
      std::cerr << "sparkgate check: " << path << ": no SparkPolicy in it\n";
      exit_code = kUsage;
      continue;
    }
    policyfile::sort_issues(loaded->issues);
    if (policyfile::has_errors(loaded->issues) && exit_code == kFine) exit_code = kFindings;
    summaries.push_back(summary(path, *loaded, tests));
    issues.insert(issues.end(), loaded->issues.begin(), loaded->issues.end());
  }
  std::cout << report(issues, options.output);
  if (options.output == "text") {
    for (const std::string& line : summaries) std::cout << line << "\n";
  }
  return exit_code;
}

}  // namespace

void add_check(CLI::App& app, std::function<int()>& run) {
  auto* command = app.add_subcommand("check", "Find every mistake in policy files and their tests");
  auto options = std::make_shared<Options>();
  command->add_option("path", options->paths, "Policy directories or files")
      ->required()
      ->type_name("PATH");
  command
      ->add_option("-o,--output", options->output,
                   "text, json (one array), sarif, or github (workflow annotations)")
      ->check(CLI::IsMember({"text", "json", "sarif", "github"}))
      ->capture_default_str();
  command->footer(
      "Prints each mistake as file:line:column with the line and a caret. Notes tell of things\n"
      "that load but may surprise.\n"
      "Exit codes: 0 no mistake, 1 mistakes, 2 a path that cannot be read.");
  command->callback([options, &run] { run = [options] { return check(*options); }; });
}

}  // namespace sparkgate::cli
