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

bool same(const Finding& a, const Finding& b) {
  return a.path == b.path && a.text == b.text;
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

void evaluate_change(const Plan& plan, const Subject& subject, View old_pod,
                     std::vector<Violation>& violations) {
  std::vector<Violation> now;
  evaluate(plan, subject, now);
  if (now.empty()) return;
  Subject before = subject;
  before.pod = old_pod;
  before.labels = old_pod["metadata"]["labels"];
  std::vector<Violation> known;
  evaluate(plan, before, known);
  for (Violation& violation : now) {
    const auto repeats = [&](const Violation& other) {
      return other.rule == violation.rule && same(other.finding, violation.finding);
    };
    if (std::none_of(known.begin(), known.end(), repeats) &&
        std::none_of(violations.begin(), violations.end(), repeats)) {
      violations.push_back(std::move(violation));
    }
  }
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
