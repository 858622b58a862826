#include "decision/evaluate.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "decision/excuse.h"
#include "decision/forgive.h"
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

/// What two violations of one pod have in common that are one. Views into the violation.
using Key = std::tuple<const Rule*, std::string_view, std::string_view>;

Key key_of(const Violation& violation) {
  return {violation.rule, violation.finding.path, violation.finding.text};
}

void run_warnings(const Plan& plan, const Subject& subject, std::vector<Violation>& violations) {
  for (const PlannedRule& planned : plan.rules) {
    if (planned.action == Action::warn) run(planned, subject, violations);
  }
}

}  // namespace

void evaluate(const Plan& plan, const Subject& subject, std::vector<Violation>& violations) {
  for (const PlannedRule& planned : plan.rules) run(planned, subject, violations);
  excuse(subject, violations);
}

void evaluate_change(const Plan& plan, const Subject& subject, const std::vector<Violation>& known,
                     std::vector<Violation>& violations) {
  std::vector<Violation> now;
  evaluate(plan, subject, now);
  forgive(*subject.request, known, now);
  std::set<Key> seen;
  for (const Violation& one : violations) seen.insert(key_of(one));
  std::erase_if(now, [&](const Violation& one) { return seen.count(key_of(one)) > 0; });
  std::move(now.begin(), now.end(), std::back_inserter(violations));
}

// Rules that warn are few, and the pod they have to see does not exist before the patch is applied.
void evaluate_final_pod(const Plan& plan, const Subject& subject, Verdict& verdict) {
  if (verdict.patch.empty()) return run_warnings(plan, subject, verdict.violations);
  const std::string text = patched(subject.pod, verdict.patch);
  simdjson::dom::parser parser;
  simdjson::dom::element parsed;
  if (parser.parse(text).get(parsed) != simdjson::SUCCESS) return;
  Subject final_subject = subject;
  final_subject.pod = View(parsed);
  final_subject.labels = final_subject.pod["metadata"]["labels"];
  run_warnings(plan, final_subject, verdict.violations);
}

}  // namespace sparkgate::decision
