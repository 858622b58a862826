#include <ostream>

#include "cli/print_pod.h"
#include "cli/print_tests.h"
#include "policyfile/yaml.h"

// The formats of one or some lines a test: JSON and TAP.

namespace sparkgate::cli {
namespace {

using Json = nlohmann::ordered_json;
using Outcome = TestResult::Outcome;

/// TAP's own characters in a test's name.
std::string escaped(const std::string& name) {
  std::string result;
  for (const char c : name) {
    if (c == '#' || c == '\\') result += '\\';
    result += c;
  }
  return result;
}

/// YAML in between `---` and `...`, indented by two.
void print_diagnostics(std::ostream& out, const Suite& suite, const TestResult& test) {
  const nlohmann::json details = {{"file", suite.file},
                                  {"line", test.line},
                                  {"result", name_of(test.outcome)},
                                  {"failures", failures_json(test)},
                                  {"mistakes", test.mistakes}};
  out << "  ---\n";
  const std::string yaml = policyfile::to_yaml(details);
  for (std::size_t from = 0; from < yaml.size();) {
    const std::size_t end = yaml.find('\n', from);
    out << "  " << yaml.substr(from, end - from) << "\n";
    from = end + 1;
  }
  out << "  ...\n";
}

}  // namespace

Json failures_json(const TestResult& test) {
  Json list = Json::array();
  for (const Failure& failure : test.failures) {
    Json deciders = Json::array();
    for (const Decider& one : failure.deciders) {
      deciders.push_back({{"policy", one.policy},
                          {"file", one.file},
                          {"line", one.line},
                          {"why", or_null(one.why)}});
    }
    list.push_back({{"what", failure.what},
                    {"wanted", failure.wanted},
                    {"got", failure.got.value_or(nullptr)},
                    {"decidedBy", deciders}});
  }
  return list;
}

void print_tests_json(std::ostream& out, const std::vector<Suite>& suites) {
  for (const Suite& suite : suites) {
    for (const TestResult& test : suite.tests) {
      const Json line = {{"suite", suite.name},
                         {"test", test.name},
                         {"file", suite.file},
                         {"line", test.line},
                         {"result", name_of(test.outcome)},
                         {"failures", failures_json(test)},
                         {"mistakes", test.mistakes}};
      out << dump(line) << "\n";
    }
  }
}

void print_tests_tap(std::ostream& out, const std::vector<Suite>& suites) {
  out << "TAP version 14\n1.." << count(suites).all() << "\n";
  std::size_t number = 0;
  for (const Suite& suite : suites) {
    for (const TestResult& test : suite.tests) {
      const bool passed = test.outcome == Outcome::passed;
      out << (passed ? "ok " : "not ok ") << ++number << " - "
          << escaped(suite.name + " / " + test.name) << "\n";
      if (!passed) print_diagnostics(out, suite, test);
    }
  }
}

}  // namespace sparkgate::cli
