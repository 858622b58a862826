#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "cli/run_tests.h"
#include "cli/terminal.h"

namespace sparkgate::cli {

/// How many tests came to what.
struct TestCounts {
  std::size_t passed = 0, failed = 0, broken = 0;

  std::size_t all() const { return passed + failed + broken; }
};
TestCounts count(const std::vector<TestResult>& tests);
TestCounts count(const std::vector<Suite>& suites);

/// "passed", "failed" or "broken".
const char* name_of(TestResult::Outcome outcome);

/// A test that did not pass with what it wanted, what it got and who decided that, and the numbers;
/// `all`: those that passed, too.
void print_tests_text(std::ostream& out, const std::vector<Suite>& suites, bool all,
                      const Colours& colours);

/// One line of JSON a test.
void print_tests_json(std::ostream& out, const std::vector<Suite>& suites);

/// The Test Anything Protocol, version 14.
void print_tests_tap(std::ostream& out, const std::vector<Suite>& suites);

/// JUnit's XML, as Jenkins, GitLab and GitHub's reporters read it: a testsuite a document.
void print_tests_junit(std::ostream& out, const std::vector<Suite>& suites);

/// The failures of one test as lines: what a person reads in any of these formats.
std::vector<std::string> failure_lines(const TestResult& test, const Colours& colours);

/// They as JSON: what, wanted, got (null: nothing), decidedBy.
nlohmann::ordered_json failures_json(const TestResult& test);

}  // namespace sparkgate::cli
