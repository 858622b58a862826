#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/examine.h"
#include "cli/tested_pods.h"
#include "decision/regular_expression.h"
#include "policyfile/load.h"
#include "policytest/coverage.h"
#include "policytest/judge.h"

namespace sparkgate::cli {

/// A policy's line that has to do with a mismatch; `file` is a path.
struct Decider {
  std::string policy, file;
  int line = 0;
  std::string why;  // of a rule, what it found; else empty
};

struct Failure : policytest::Mismatch {
  std::vector<Decider> deciders;
};

/// What came of one test.
struct TestResult {
  enum class Outcome { passed, failed, broken };

  std::string name;
  int line = 0;
  Outcome outcome = Outcome::passed;
  std::vector<Failure> failures;
  std::vector<std::string> mistakes;  // of a broken one, as file:line:column: message
  std::chrono::nanoseconds took{};
};

/// The tests of one document.
struct Suite {
  std::string name, file;
  std::vector<TestResult> tests;
};

/// Which parts of some policies their tests reached.
struct PoliciesCovered {
  std::string path;
  std::vector<policytest::Part> parts;  // their files are paths
};

/// Runs the tests of files, each against the policies that its document names. Files of policies
/// and of pods are read once.
class TestRunner {
 public:
  /// `only`: the tests whose `SUITE/NAME` it matches; null: all.
  explicit TestRunner(const decision::RegularExpression* only) : only_(only) {}

  void run(const policyfile::PolicyFile& file);

  const std::vector<Suite>& suites() const { return suites_; }

  /// All mistakes, sorted, each once.
  std::vector<policyfile::Issue> issues() const;

  /// Of all policies that tests ran against, by their paths.
  std::vector<PoliciesCovered> coverage() const;

 private:
  /// Policies that some tests run against; no set when they have mistakes.
  struct Policies {
    std::string path;
    std::shared_ptr<const decision::PolicySet> set;
    std::optional<policytest::Coverage> coverage;
  };

  void run(const policytest::TestDocument& document, policyfile::Source& source);
  TestResult run(const policytest::TestCase& test, Policies& policies, policyfile::Source& source);
  Policies& policies_of(const policytest::TestDocument& document, policyfile::Source& source);

  const decision::RegularExpression* only_;
  TestedPods pods_;
  std::map<std::string, Policies> policies_;  // by path
  std::vector<Suite> suites_;
  std::vector<policyfile::Issue> issues_;        // of all files before, and of policies
  std::vector<policyfile::Issue> of_this_file_;  // in the order in which they were told
};

}  // namespace sparkgate::cli
