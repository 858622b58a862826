#include "policytest/judge.h"

#include <algorithm>
#include <functional>
#include <optional>

namespace sparkgate::policytest {
namespace {

using nlohmann::json;

/// What a test says of a violation, and the same of one that came.
template <class Value>
bool fits(const std::optional<Value>& expected, const Value& got) {
  return !expected || *expected == got;
}

void put(json& object, const char* name, const std::optional<std::string>& value) {
  if (value) object[name] = *value;
}

json json_of(const ExpectedViolation& one) {
  json object = json::object();
  put(object, "policy", one.policy);
  put(object, "rule", one.rule);
  put(object, "action", one.action);
  put(object, "path", one.path);
  put(object, "found", one.found);
  put(object, "allowed", one.allowed);
  put(object, "message", one.message);
  if (one.excepted) object["excepted"] = *one.excepted;
  return object;
}

/// The violations that came, in the words that the test has, or in the least that names them.
json came(const Answer& answer, const ExpectedViolation& like) {
  json list = json::array();
  for (const Violation& one : answer.violations) {
    json object = {{"policy", one.policy}, {"rule", one.rule}, {"path", one.path}};
    if (like.action) object["action"] = one.action;
    if (like.found) object["found"] = one.found;
    if (like.allowed) object["allowed"] = one.allowed;
    if (like.message) object["message"] = one.message;
    if (like.excepted) object["excepted"] = one.excepted;
    list.push_back(std::move(object));
  }
  return list;
}

/// Each of some strings has to be among others, as `is` says; none at all when none is expected.
void judge_strings(const char* what, const std::vector<std::string>& expected,
                   const std::vector<std::string>& got,
                   const std::function<bool(const std::string&, const std::string&)>& is,
                   std::vector<Mismatch>& mismatches) {
  if (expected.empty() && !got.empty()) mismatches.push_back({what, "", json::array(), json(got)});
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const bool found = std::any_of(got.begin(), got.end(),
                                   [&](const std::string& one) { return is(expected[i], one); });
    if (found) continue;
    mismatches.push_back(
        {std::string(what) + "[" + std::to_string(i) + "]", "", json(expected[i]), json(got)});
  }
}

void judge_violations(const std::vector<ExpectedViolation>& expected, const Answer& answer,
                      std::vector<Mismatch>& mismatches) {
  if (expected.empty() && !answer.violations.empty()) {
    mismatches.push_back({"violations", "", json::array(), came(answer, {})});
  }
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const bool found =
        std::any_of(answer.violations.begin(), answer.violations.end(),
                    [&](const Violation& one) { return is_expected(expected[i], one); });
    if (found) continue;
    mismatches.push_back({"violations[" + std::to_string(i) + "]", "", json_of(expected[i]),
                          came(answer, expected[i])});
  }
}

}  // namespace

bool is_expected(const ExpectedViolation& expected, const Violation& violation) {
  return fits(expected.policy, violation.policy) && fits(expected.rule, violation.rule) &&
         fits(expected.action, violation.action) && fits(expected.path, violation.path) &&
         fits(expected.found, violation.found) && fits(expected.allowed, violation.allowed) &&
         fits(expected.excepted, violation.excepted) &&
         (!expected.message || violation.message.find(*expected.message) != std::string::npos);
}

std::vector<Mismatch> judge(const Expectation& expect, const Answer& answer) {
  std::vector<Mismatch> mismatches;
  if (expect.allowed && *expect.allowed != answer.allowed) {
    mismatches.push_back({"allowed", "", json(*expect.allowed), json(answer.allowed)});
  }
  if (!expect.pod.is_null()) {
    compare_pods(expect.pod, answer.pod, answer.spark_container, mismatches);
  }
  if (expect.violations) judge_violations(*expect.violations, answer, mismatches);
  if (expect.warnings) {
    judge_strings(
        "warnings", *expect.warnings, answer.warnings,
        [](const auto& part, const auto& all) { return all.find(part) != std::string::npos; },
        mismatches);
  }
  if (expect.no_patch && !answer.patch.empty()) {
    mismatches.push_back({"patch", "", json::array(), answer.patch});
  }
  if (expect.policies) {
    judge_strings("policies", *expect.policies, answer.policies, std::equal_to<>(), mismatches);
  }
  return mismatches;
}

}  // namespace sparkgate::policytest
