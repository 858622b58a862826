#include <algorithm>
#include <ostream>

#include "cli/print_pod.h"
#include "cli/print_tests.h"
#include "cli/text_diff.h"
#include "policyfile/yaml.h"

namespace sparkgate::cli {
namespace {

using Outcome = TestResult::Outcome;

constexpr std::size_t kOneLine = 60;  // bytes of a value that is shown in a line with the other

std::string in_one_line(const nlohmann::json& value) {
  return value.is_null() ? "nothing" : dump(value);
}

std::string in_yaml(const nlohmann::json& value) {
  return value.is_null() ? "" : policyfile::to_yaml(value);
}

/// Wanted and got: in one line where both are short, else as a diff.
void add_values(const Failure& failure, const Colours& colours, std::vector<std::string>& lines) {
  const nlohmann::json got = failure.got.value_or(nullptr);
  const std::string wanted = in_one_line(failure.wanted), came = in_one_line(got);
  const std::string what = "  " + colours.bold(failure.what) + ": ";
  if (wanted.size() <= kOneLine && came.size() <= kOneLine) {
    lines.push_back(what + "wanted " + colours.good(wanted) + ", got " + colours.bad(came));
    return;
  }
  lines.push_back(what + (failure.wanted.is_null() ? "wanted nothing" : colours.good("- wanted")) +
                  ", " + (got.is_null() ? "got nothing" : colours.bad("+ got")));
  constexpr std::size_t kIndent = 4;
  const std::size_t width = std::max(terminal_width(), kIndent) - kIndent;
  for (const std::string& whole : unified_diff(in_yaml(failure.wanted), in_yaml(got))) {
    if (whole.starts_with("@@")) continue;
    const std::string line = cut(whole, width);
    lines.push_back("    " + (line.starts_with('-')   ? colours.good(line)
                              : line.starts_with('+') ? colours.bad(line)
                                                      : line));
  }
}

/// Whether a place in the pod, and not something missing in a list of it, is other than wanted.
bool is_place(const Failure& failure) {
  return !failure.pointer.empty() && !failure.pointer.ends_with("/-");
}

std::string decider_line(const Decider& one, const Colours& colours) {
  return "    by policy " + one.policy + ", " +
         colours.faint(one.file + ":" + std::to_string(one.line)) +
         (one.why.empty() ? "" : "  " + one.why);
}

std::string headline(const Suite& suite, const TestResult& test, const Colours& colours) {
  const std::string name = suite.name + " / " + test.name;
  const std::string place = colours.faint(suite.file + ":" + std::to_string(test.line));
  switch (test.outcome) {
    case Outcome::passed:
      return colours.good("ok    ") + name;
    case Outcome::failed:
      return colours.bad("FAIL  ") + colours.bold(name) + "  " + place;
    case Outcome::broken:
      break;
  }
  return colours.bad("BROKEN") + "  " + colours.bold(name) + "  " + place;
}

}  // namespace

TestCounts count(const std::vector<TestResult>& tests) {
  TestCounts counts;
  for (const TestResult& test : tests) {
    (test.outcome == Outcome::passed   ? counts.passed
     : test.outcome == Outcome::failed ? counts.failed
                                       : counts.broken) += 1;
  }
  return counts;
}

TestCounts count(const std::vector<Suite>& suites) {
  TestCounts counts;
  for (const Suite& suite : suites) {
    const TestCounts one = count(suite.tests);
    counts.passed += one.passed;
    counts.failed += one.failed;
    counts.broken += one.broken;
  }
  return counts;
}

const char* name_of(Outcome outcome) {
  return outcome == Outcome::passed ? "passed" : outcome == Outcome::failed ? "failed" : "broken";
}

std::vector<std::string> failure_lines(const TestResult& test, const Colours& colours) {
  std::vector<std::string> lines;
  for (const Failure& failure : test.failures) {
    add_values(failure, colours, lines);
    for (const Decider& one : failure.deciders) lines.push_back(decider_line(one, colours));
    if (failure.deciders.empty() && is_place(failure)) {
      lines.push_back("    as the pod was sent; no policy changed it");
    }
  }
  return lines;
}

void print_tests_text(std::ostream& out, const std::vector<Suite>& suites, bool all,
                      const Colours& colours) {
  for (const Suite& suite : suites) {
    for (const TestResult& test : suite.tests) {
      if (test.outcome == Outcome::passed && !all) continue;
      out << headline(suite, test, colours) << "\n";
      for (const std::string& line : failure_lines(test, colours)) out << line << "\n";
    }
  }
  const TestCounts counts = count(suites);
  out << counts.all() << (counts.all() == 1 ? " test: " : " tests: ") << counts.passed << " passed";
  if (counts.failed > 0) out << ", " << colours.bad(std::to_string(counts.failed) + " failed");
  if (counts.broken > 0) out << ", " << colours.bad(std::to_string(counts.broken) + " broken");
  out << "\n";
}

}  // namespace sparkgate::cli
