#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "policytest/mismatch.h"
#include "policytest/test_case.h"

namespace sparkgate::policytest {

/// A rule that was broken.
struct Violation {
  std::string policy, rule, action, path, found, allowed, message;
  bool excepted = false;
};

/// What the doors said about a test's pod.
struct Answer {
  bool allowed = false;
  nlohmann::json pod;    // as stored
  nlohmann::json patch;  // array of operations
  std::string spark_container;
  std::vector<std::string> policies;
  std::vector<Violation> violations;
  std::vector<std::string> warnings;
};

/// Whether a violation is one that a test expects.
bool is_expected(const ExpectedViolation& expected, const Violation& violation);

/// All in which the answer is not as expected; empty: the test passes.
std::vector<Mismatch> judge(const Expectation& expect, const Answer& answer);

}  // namespace sparkgate::policytest
