#include "cli/check_tests.h"

#include "cli/tested_pods.h"
#include "policyfile/yaml.h"
#include "policytest/read_tests.h"

namespace sparkgate::cli {

using policyfile::Issue;
using policyfile::Source;

std::size_t check_tests(const std::vector<policyfile::PolicyFile>& files,
                        std::vector<Issue>& issues) {
  std::vector<Issue> told_by_loader;
  std::size_t count = 0;
  TestedPods pods;
  for (const policyfile::PolicyFile& file : files) {
    Source parsed(file.path, file.text, told_by_loader);
    Source source(file.path, file.text, issues);
    for (const policyfile::Node& document : policyfile::parse_yaml(parsed)) {
      if (!policytest::is_test_document(document)) continue;
      for (const policytest::TestCase& test : policytest::read_tests(document, source).tests) {
        if (!test.broken()) pods.review(test, source);
        ++count;
      }
    }
  }
  return count;
}

}  // namespace sparkgate::cli
