#include "decision/evaluate.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "decision/message.h"

namespace sparkgate::decision {
namespace {

void run(const PlannedRule& planned, const Subject& subject, std::vector<Violation>& violations) {
  std::vector<Finding> findings;
  planned.rule->check->run(subject, findings);
  for (Finding& finding : findings) {
    std::string message = message_of(*planned.policy, *planned.rule, finding, subject);
    violations.push_back(
        {planned.policy, planned.rule, planned.action, std::move(finding), std::move(message)});
  }
}

bool same_violation(const Violation& a, const Violation& b) {
  return a.rule == b.rule && a.finding.path == b.finding.path && a.finding.found == b.finding.found;
}

void run_warnings(const Plan& plan, const Subject& subject, std::vector<Violation>& violations) {
  for (const PlannedRule& planned : plan.rules) {
    if (planned.action == Action::warn) run(planned, subject, violations);
  }
}

}  // namespace

void evaluate(const Plan& plan, const Subject& subject, std::vector<Violation>& violations) {
  for (const PlannedRule& planned : plan.rules) run(planned, subject, violations);
}

void forgive_what_was_there(const Plan& plan, const Subject& subject,
                            std::vector<Violation>& violations) {
  Subject before = subject;
  before.pod = subject.request->old_pod;
  before.labels = before.pod["metadata"]["labels"];
  std::vector<Violation> old;
  evaluate(plan, before, old);
  std::erase_if(violations, [&](const Violation& now) {
    return std::any_of(old.begin(), old.end(),
                       [&](const Violation& then) { return same_violation(now, then); });
  });
}

// The only place where a request becomes a tree of ours: rules that warn are few, and the pod they
// have to see does not exist before the patch is applied.
void evaluate_final_pod(const Plan& plan, const Subject& subject, Verdict& verdict) {
  if (verdict.patch.empty()) return run_warnings(plan, subject, verdict.violations);
  const auto pod = nlohmann::json::parse(subject.pod.json(), nullptr, false);
  const auto patch = nlohmann::json::parse(verdict.patch.json(), nullptr, false);
  const std::string text = pod.patch(patch).dump();
  simdjson::dom::parser parser;
  simdjson::dom::element parsed;
  if (parser.parse(text).get(parsed) != simdjson::SUCCESS) return;
  Subject final_subject = subject;
  final_subject.pod = View(parsed);
  final_subject.labels = final_subject.pod["metadata"]["labels"];
  run_warnings(plan, final_subject, verdict.violations);
}

}  // namespace sparkgate::decision
