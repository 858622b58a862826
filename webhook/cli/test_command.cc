#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/find_tests.h"
#include "cli/print_coverage.h"
#include "cli/print_tests.h"
#include "cli/run_tests.h"

namespace sparkgate::cli {
namespace {

using decision::RegularExpression;

struct Options {
  std::vector<std::string> paths;
  std::string output = "text";
  std::string only;
  bool verbose = false;
  bool coverage = false;
  std::optional<double> coverage_min;  // percent
};

/// `--run` anywhere in a name.
std::optional<RegularExpression> search_for(const std::string& expression) {
  if (expression.empty()) return std::nullopt;
  return RegularExpression("(?s).*(?:" + expression + ").*");
}

/// Runs what is in the paths; false when one cannot be read or holds no test, which is told.
bool run_all(const std::vector<std::string>& paths, TestRunner& runner) {
  bool sound = true;
  std::set<std::string> seen;
  for (const std::string& path : paths) {
    const auto files = find_tests(path);
    if (!files) {
      std::cerr << "sparkgate test: " << files.error().message << "\n";
      sound = false;
      continue;
    }
    for (const policyfile::PolicyFile& file : *files) {
      if (seen.insert(file.path).second) runner.run(file);
    }
  }
  return sound;
}

void print(const Options& options, const TestRunner& runner) {
  const auto& suites = runner.suites();
  std::vector<PoliciesCovered> covered;
  if (options.coverage || options.coverage_min) covered = runner.coverage();
  if (options.output == "json") {
    print_tests_json(std::cout, suites);
    return print_coverage_json(std::cout, covered);
  }
  if (options.output == "tap") {
    print_tests_tap(std::cout, suites);
    return print_coverage_text(std::cout, covered, "# ", Colours::none());
  }
  if (options.output == "junit") {
    print_tests_junit(std::cout, suites);
    return print_coverage_text(std::cerr, covered, "", Colours::none());
  }
  print_tests_text(std::cout, suites, options.verbose, Colours());
  print_coverage_text(std::cout, covered, "", Colours());
}

/// Whether some policies are covered less than asked for, which is told.
bool covered_too_little(const Options& options, const TestRunner& runner) {
  if (!options.coverage_min) return false;
  bool too_little = false;
  for (const PoliciesCovered& one : runner.coverage()) {
    if (policytest::percentage(one.parts) >= *options.coverage_min) continue;
    std::cerr << "sparkgate test: coverage of " << one.path << " is " << percent_text(one.parts)
              << ", under " << *options.coverage_min << " %\n";
    too_little = true;
  }
  return too_little;
}

int test(const Options& options) {
  const auto only = search_for(options.only);
  TestRunner runner(only ? &*only : nullptr);
  bool sound = run_all(options.paths, runner);
  const auto issues = runner.issues();
  for (const policyfile::Issue& issue : issues) std::cerr << policyfile::text_of(issue);
  print(options, runner);
  const TestCounts counts = count(runner.suites());
  if (sound && issues.empty() && counts.all() == 0) {
    std::cerr << "sparkgate test: no test is called like --run " << options.only << "\n";
    sound = false;
  }
  if (!sound || !issues.empty() || counts.broken > 0) return kUsage;
  const bool too_little = covered_too_little(options, runner);
  return counts.failed > 0 || too_little ? kFindings : kFine;
}

}  // namespace

void add_test(CLI::App& app, std::function<int()>& run) {
  auto* command = app.add_subcommand("test", "Run the tests of policies");
  auto options = std::make_shared<Options>();
  command
      ->add_option("path", options->paths,
                   "Files of SparkPolicyTest, or directories of them and all below")
      ->required()
      ->type_name("PATH");
  command
      ->add_option("-o,--output", options->output,
                   "text; junit: XML; json: a line a test; tap: TAP 14")
      ->check(CLI::IsMember({"text", "junit", "json", "tap"}))
      ->capture_default_str();
  command
      ->add_option("--run", options->only,
                   "Only tests whose SUITE/NAME this regular expression (RE2) finds")
      ->type_name("REGEX")
      ->check([](const std::string& text) { return RegularExpression::mistake(text); });
  command->add_flag("-v,--verbose", options->verbose, "List tests that passed, too (text)");
  command->add_flag("--coverage", options->coverage,
                    "Name the parts of policies that no test reached");
  command
      ->add_option("--coverage-min", options->coverage_min,
                   "Fail when tests reach less of some policies; it prints what --coverage does")
      ->type_name("PERCENT")
      ->check(CLI::Range(0.0, 100.0));
  command->footer(
      "Each document runs against the policies beside it, or those that its key `policies` names.\n"
      "A test that fails shows what it wanted, what it got, and the lines that decided it.\n"
      "Mistakes in tests and policies go to standard error; other tests run on.\n"
      "A policy is reached when it applies, a template when something of it comes into a pod, a\n"
      "rule when a pod breaks it, an exception when it lets one pass.\n"
      "Exit codes: 0 all pass, 1 a failure or too little coverage, 2 broken input or no test.\n"
      "Examples:\n"
      "  sparkgate test policies\n"
      "  sparkgate test policies --run registries\n"
      "  sparkgate test policies --coverage-min 90\n"
      "  sparkgate test policies -o junit >report.xml");
  command->callback([options, &run] { run = [options] { return test(*options); }; });
}

}  // namespace sparkgate::cli
