#pragma once

#include <chrono>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "policyfile/issue.h"

namespace sparkgate::policytest {

/// A tweak of the pod: null removes what stands at the path.
struct Change {
  std::string path;  // as findings name places: "spec.containers[0].image"
  nlohmann::json value;
  policyfile::Position at;
};

/// The pod that is sent: an object of a file, or one of our own.
struct PodSource {
  std::string file;             // as written, relative to the test's file; empty: `own`
  int document = 0;             // which object of the file, from 1; 0: the only one
  nlohmann::json own;           // a Pod or an AdmissionReview
  policyfile::Position at;      // of the file's name, or of `own`
  std::vector<Change> changes;  // in the author's order
};

/// What a test says of the request; empty: as the pod's file has it.
struct Asked {
  nlohmann::json extra;                 // lists of strings by key; null: as the pod's file has it
  std::optional<PodSource> old_object;  // the pod before an UPDATE
  std::optional<std::chrono::sys_days> date;  // none: today
  std::string namespace_name;
  std::string user;
  std::vector<std::string> groups;
  std::string service_account;  // NAMESPACE:NAME
  std::string operation;
};

/// A rule that is to be broken. What is absent does not matter.
struct ExpectedViolation {
  std::optional<std::string> policy, rule, action, path, found, allowed;
  std::optional<std::string> message;  // a part of it
  std::optional<bool> excepted;
};

/// What is to come of it. Of lists each entry has to be there and others do not matter; an empty
/// list says that there is none.
struct Expectation {
  std::optional<bool> allowed;
  nlohmann::json pod;  // null: not asked
  std::optional<std::vector<ExpectedViolation>> violations;
  std::optional<std::vector<std::string>> warnings;  // parts of them
  bool no_patch = false;
  std::optional<std::vector<std::string>> policies;
};

/// One test; of a table, one row of it.
struct TestCase {
  std::string name;
  policyfile::Position at;
  PodSource pod;
  Asked asked;
  Expectation expect;

  /// Its mistakes, by their numbers among those that the source was told: from the first to before
  /// the last. When there is one, the test cannot be run.
  std::size_t first_mistake = 0, end_of_mistakes = 0;

  bool broken() const { return end_of_mistakes > first_mistake; }
};

/// A document of kind SparkPolicyTest.
struct TestDocument {
  std::string name;
  std::string policies = ".";  // directory or file, relative to the test's file
  policyfile::Position at, policies_at;
  std::vector<TestCase> tests;
};

}  // namespace sparkgate::policytest
