#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cli/check_tests.h"
#include "cli/command.h"
#include "cli/issue_report.h"
#include "policyfile/ignores.h"
#include "policyfile/load.h"
#include "policyfile/needs_in_cluster.h"

namespace sparkgate::cli {
namespace {

constexpr std::size_t kCodeWidth = 25, kSeverityWidth = 9;  // of the columns of --list

using policyfile::Issue;
using policyfile::Severity;

struct Options {
  std::vector<std::string> paths;
  std::string output = "text";
  bool list = false;
};

std::string counted(std::size_t count, const std::string& what, const char* plural = "s") {
  return std::to_string(count) + " " + what + (count == 1 ? "" : plural);
}

/// "policies: 7 policies, 12 tests, no mistake"
std::string summary(const std::string& path, const policyfile::Loaded& loaded, std::size_t tests) {
  std::map<Severity, std::size_t> counts;
  for (const Issue& issue : loaded.issues) ++counts[issue.severity()];
  std::string text = path + ": ";
  if (loaded.policies) {
    const std::size_t count = loaded.policies->policies().size();
    text += std::to_string(count) + (count == 1 ? " policy, " : " policies, ");
  }
  if (tests > 0) text += counted(tests, "test") + ", ";
  const std::size_t mistakes = counts[Severity::error];
  text += mistakes == 0 ? "no mistake" : counted(mistakes, "mistake");
  if (const auto count = counts[Severity::warning]) text += ", " + counted(count, "warning");
  if (const auto count = counts[Severity::note]) text += ", " + counted(count, "note");
  return text;
}

/// What loading a path gave, with all that is found beside: in tests, in the cluster's name, and in
/// comments that silence. Sets `tests` to their number.
Result<policyfile::Loaded> look_at(const std::string& path, std::size_t& tests) {
  Result<policyfile::Loaded> loaded = policyfile::load_path(path);
  if (!loaded) return loaded;
  std::vector<Issue> told_by_loader;
  const auto files = policyfile::read_policy_files(path, told_by_loader);
  if (!files) return files.error();
  tests = check_tests(*files, loaded->issues);
  if (loaded->policies) {
    policyfile::note_needs_in_cluster(*files, loaded->policies->policies(), loaded->issues);
  }
  policyfile::apply_ignores(*files, loaded->issues);
  policyfile::sort_issues(loaded->issues);
  return loaded;
}

int check(const Options& options) {
  int exit_code = kFine;
  std::vector<Issue> issues;
  std::vector<std::string> summaries;
  for (const std::string& path : options.paths) {
    std::size_t tests = 0;
    const Result<policyfile::Loaded> loaded = look_at(path, tests);
    if (!loaded) {
      std::cerr << "sparkgate check: " << loaded.error().message << "\n";
      exit_code = kUsage;
      continue;
    }
    const bool has_policies = !loaded->policies || !loaded->policies->policies().empty();
    if (!has_policies && tests == 0 && loaded->issues.empty()) {
      std::cerr << "sparkgate check: " << path << ": no SparkPolicy in it\n";
      exit_code = kUsage;
      continue;
    }
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

/// All that `check` may find: code and severity, what it is, and how it may be cured.
int list_codes() {
  for (const policyfile::CodeEntry& entry : policyfile::all_codes()) {
    const std::string_view severity = policyfile::name_of(entry.severity);
    std::cout << entry.name << std::string(kCodeWidth - entry.name.size(), ' ') << severity
              << std::string(kSeverityWidth - severity.size(), ' ') << entry.what << "\n"
              << std::string(kCodeWidth + kSeverityWidth, ' ') << "cure: " << entry.cure << "\n";
  }
  return kFine;
}

}  // namespace

void add_check(CLI::App& app, std::function<int()>& run) {
  auto* command = app.add_subcommand("check", "Find every mistake in policy files and their tests");
  auto options = std::make_shared<Options>();
  auto* path = command->add_option("path", options->paths, "Policy directories or files");
  path->type_name("PATH");
  command
      ->add_option("-o,--output", options->output,
                   "text, json (one array), sarif, or github (workflow annotations)")
      ->check(CLI::IsMember({"text", "json", "sarif", "github"}))
      ->capture_default_str();
  command->add_flag("--list", options->list, "Print all codes: what each is about, and a cure")
      ->excludes(path);
  command->footer(
      "Prints each mistake as file:line:column with its code, the line and a caret. Warnings tell\n"
      "of what loads and hardly does what its author wants, notes of what should be known; a\n"
      "comment on the line or above it silences them:\n"
      "  # sparkgate: ignore CODE reason\n"
      "Exit codes: 0 no mistake, 1 mistakes, 2 a path that cannot be read.");
  command->callback([options, &run] {
    if (!options->list && options->paths.empty()) throw CLI::RequiredError("path");
    run = [options] { return options->list ? list_codes() : check(*options); };
  });
}

}  // namespace sparkgate::cli
