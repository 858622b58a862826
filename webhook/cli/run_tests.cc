#include "cli/run_tests.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "base/files.h"
#include "cli/decided_by.h"
#include "policyfile/yaml.h"
#include "policytest/read_tests.h"

namespace sparkgate::cli {
namespace {

using policyfile::Issue;
using policyfile::Source;
using policytest::Answer;
using policytest::TestCase;
using policytest::TestDocument;
using Outcome = TestResult::Outcome;

Answer answer_of(const Examined& examined) {
  Answer answer{examined.allowed,         examined.after,    examined.patch,
                examined.spark_container, examined.policies, {},
                examined.warnings};
  for (const Breach& one : examined.violations) {
    answer.violations.push_back({one.policy, one.rule, one.action, one.path, one.found, one.allowed,
                                 one.message, one.excepted.has_value()});
  }
  return answer;
}

/// Whether the pod has no label that makes it Spark's, and is Spark's all the same.
bool recognised_without_label(const Examined& examined) {
  if (examined.role.empty()) return false;
  const nlohmann::json::json_pointer pointer("/metadata/labels");
  if (!examined.before.contains(pointer)) return true;
  const nlohmann::json& labels = examined.before[pointer];
  return !labels.contains("spark-role") && !labels.contains("sparkgate.dev/role");
}

/// Views into what was examined.
void add_origins(const std::vector<Provenance>& from, policytest::Reached& reached) {
  for (const Provenance& one : from) {
    reached.origins.push_back({one.policy, one.file, one.line, one.column});
  }
}

policytest::Reached reached_by(const Examined& examined) {
  policytest::Reached reached;
  reached.policies = examined.policies;
  add_origins(examined.provenance, reached);
  add_origins(examined.audited_provenance, reached);
  for (const Breach& one : examined.violations) {
    reached.rules.push_back(one.broken);
    if (one.excepted) reached.exceptions.push_back(one.excepted->exception);
  }
  reached.without_label = recognised_without_label(examined);
  return reached;
}

/// Some of a file's mistakes, by their numbers, in a line each. Notes have no number.
std::vector<std::string> mistakes_told(const std::vector<Issue>& issues, std::size_t first,
                                       std::size_t end) {
  std::vector<std::string> lines;
  std::size_t number = 0;
  for (const Issue& issue : issues) {
    if (issue.severity() != policyfile::Severity::error) continue;
    if (number >= first && number < end) {
      lines.push_back(issue.file + ":" + std::to_string(issue.at.line) + ":" +
                      std::to_string(issue.at.column) + ": " + issue.message);
    }
    ++number;
  }
  return lines;
}

}  // namespace

void TestRunner::run(const policyfile::PolicyFile& file) {
  Source source(file.path, file.text, of_this_file_);
  const auto documents = policyfile::parse_yaml(source);
  const bool sound = source.mistakes() == 0;  // read by half, a test would ask for less
  for (const policyfile::Node& document : documents) {
    if (!sound || !policytest::is_test_document(document)) continue;
    run(policytest::read_tests(document, source), source);
  }
  std::move(of_this_file_.begin(), of_this_file_.end(), std::back_inserter(issues_));
  of_this_file_.clear();
}

void TestRunner::run(const TestDocument& document, Source& source) {
  Suite suite{document.name, source.file(), {}};
  Policies* policies = nullptr;
  for (const TestCase& test : document.tests) {
    if (only_ && !only_->matches(document.name + "/" + test.name)) continue;
    if (!policies) policies = &policies_of(document, source);
    suite.tests.push_back(run(test, *policies, source));
  }
  if (!suite.tests.empty()) suites_.push_back(std::move(suite));
}

TestResult TestRunner::run(const TestCase& test, Policies& policies, Source& source) {
  const auto began = std::chrono::steady_clock::now();
  TestResult result;
  result.name = test.name;
  result.line = test.at.line;
  result.outcome = Outcome::broken;
  if (test.broken()) {
    result.mistakes = mistakes_told(of_this_file_, test.first_mistake, test.end_of_mistakes);
    return result;
  }
  const std::size_t before = source.mistakes();
  const auto review = pods_.review(test, source);
  result.mistakes = mistakes_told(of_this_file_, before, source.mistakes());
  if (!policies.set) result.mistakes.push_back(policies.path + " cannot be used");
  if (!review || !policies.set) return result;
  const Examined examined =
      examine({source.file(), 1, *review, "", {}, test.asked.date}, *policies.set);
  if (!examined.error.empty()) {
    source.tell(policyfile::Code::test_pod, test.pod.at, examined.error);
    result.mistakes.push_back(examined.error);
    return result;
  }
  policies.coverage->add(reached_by(examined));
  for (policytest::Mismatch& one : policytest::judge(test.expect, answer_of(examined))) {
    auto deciders = decided_by(one, test.expect, examined, {policies.path, *policies.set});
    result.failures.push_back({std::move(one), std::move(deciders)});
  }
  result.outcome = result.failures.empty() ? Outcome::passed : Outcome::failed;
  result.took = std::chrono::steady_clock::now() - began;
  return result;
}

TestRunner::Policies& TestRunner::policies_of(const TestDocument& document, Source& source) {
  const std::string path = beside(source.file(), document.policies);
  const auto [known, is_new] = policies_.try_emplace(path, Policies{path, nullptr, {}});
  if (!is_new) return known->second;
  auto loaded = policyfile::load_path(path);
  if (!loaded) {
    source.tell(policyfile::Code::test_policies, document.policies_at,
                "policies: " + loaded.error().message);
    return known->second;
  }
  std::copy_if(loaded->issues.begin(), loaded->issues.end(), std::back_inserter(issues_),
               [](const Issue& issue) { return issue.severity() == policyfile::Severity::error; });
  if (loaded->policies && loaded->policies->policies().empty()) {
    source.tell(policyfile::Code::test_policies, document.policies_at,
                "no policy in " + path + ": name their directory with policies");
    return known->second;
  }
  known->second.set = std::move(loaded->policies);
  if (known->second.set) known->second.coverage.emplace(*known->second.set);
  return known->second;
}

std::vector<PoliciesCovered> TestRunner::coverage() const {
  std::vector<PoliciesCovered> result;
  for (const auto& [path, policies] : policies_) {
    if (!policies.coverage) continue;
    result.push_back({path, policies.coverage->parts()});
    for (policytest::Part& part : result.back().parts) part.file = path_of(path, part.file);
  }
  return result;
}

std::vector<Issue> TestRunner::issues() const {
  std::vector<Issue> issues = issues_;
  policyfile::sort_issues(issues);
  std::set<std::string> said;
  std::erase_if(issues, [&](const Issue& issue) { return !said.insert(text_of(issue)).second; });
  return issues;
}

}  // namespace sparkgate::cli
