#pragma once

#include <string>
#include <vector>

#include "policyfile/yaml.h"
#include "policytest/read_tests.h"

namespace sparkgate {

/// What became of a text: its tests, and its mistakes as `line:column: message`.
struct Written {
  policytest::TestDocument document;
  std::vector<std::string> mistakes;
};

/// Reads a document whose `tests` are the given YAML, which begins in line 1.
inline Written written(const std::string& tests) {
  std::vector<policyfile::Issue> issues;
  const std::string head =
      "{apiVersion: sparkgate.dev/v1, kind: SparkPolicyTest, metadata: {name: t}, tests: ";
  policyfile::Source source("t.yaml", head + "\n" + tests + "}", issues);
  Written result;
  const auto documents = parse_yaml(source);
  if (!documents.empty()) result.document = policytest::read_tests(documents.front(), source);
  policyfile::sort_issues(issues);
  for (const policyfile::Issue& issue : issues) {
    result.mistakes.push_back(std::to_string(issue.at.line - 1) + ":" +
                              std::to_string(issue.at.column) + ": " + issue.message);
  }
  return result;
}

/// The names of its tests, broken ones in round brackets.
inline std::vector<std::string> names(const Written& written) {
  std::vector<std::string> result;
  for (const policytest::TestCase& test : written.document.tests) {
    result.push_back(test.broken() ? "(" + test.name + ")" : test.name);
  }
  return result;
}

}  // namespace sparkgate
