#include <cstdio>
#include <ostream>
#include <utility>

#include "cli/print_tests.h"

namespace sparkgate::cli {
namespace {

using Outcome = TestResult::Outcome;

/// Text and values of attributes; what XML 1.0 cannot say becomes `?`.
std::string xml(const std::string& text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        result += static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' ? '?' : c;
    }
  }
  return result;
}

std::string seconds(std::chrono::nanoseconds took) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6f", std::chrono::duration<double>(took).count());
  return text;
}

std::chrono::nanoseconds time_of(const std::vector<TestResult>& tests) {
  std::chrono::nanoseconds sum{};
  for (const TestResult& test : tests) sum += test.took;
  return sum;
}

/// The attributes that testsuites and a testsuite share, `skipped` aside: no test is.
std::string totals(const TestCounts& counts, std::chrono::nanoseconds took) {
  return " tests=\"" + std::to_string(counts.all()) + "\" failures=\"" +
         std::to_string(counts.failed) + "\" errors=\"" + std::to_string(counts.broken) +
         "\" time=\"" + seconds(took) + "\">\n";
}

std::string summary(const TestResult& test) {
  std::string names;
  for (const Failure& failure : test.failures) names += (names.empty() ? "" : ", ") + failure.what;
  return names;
}

void print_case(std::ostream& out, const Suite& suite, const TestResult& test,
                const Colours& none) {
  out << "    <testcase name=\"" << xml(test.name) << "\" classname=\"" << xml(suite.name)
      << "\" time=\"" << seconds(test.took) << "\"";
  if (test.outcome == Outcome::passed) {
    out << "/>\n";
    return;
  }
  const std::string place = suite.file + ":" + std::to_string(test.line);
  out << ">\n";
  if (test.outcome == Outcome::broken) {
    out << "      <error message=\"the test has mistakes\">" << xml(place) << "\n";
    for (const std::string& line : test.mistakes) out << xml(line) << "\n";
    out << "</error>\n";
  } else {
    out << "      <failure message=\"" << xml(summary(test)) << "\">" << xml(place) << "\n";
    for (const std::string& line : failure_lines(test, none)) out << xml(line) << "\n";
    out << "</failure>\n";
  }
  out << "    </testcase>\n";
}

}  // namespace

void print_tests_junit(std::ostream& out, const std::vector<Suite>& suites) {
  std::chrono::nanoseconds took{};
  for (const Suite& suite : suites) took += time_of(suite.tests);
  out << R"(<?xml version="1.0" encoding="UTF-8"?>)"
      << "\n<testsuites" << totals(count(suites), took);
  for (const Suite& suite : suites) {
    out << "  <testsuite name=\"" << xml(suite.name) << "\""
        << totals(count(suite.tests), time_of(suite.tests));
    for (const TestResult& test : suite.tests) print_case(out, suite, test, Colours::none());
    out << "  </testsuite>\n";
  }
  out << "</testsuites>\n";
}

}  // namespace sparkgate::cli
