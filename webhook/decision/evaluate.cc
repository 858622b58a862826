#include "decision/evaluate.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "decision/excuse.h"
#include "decision/forgive.h"
#include "decision/message.h"

namespace sparkgate::decision {
namespace {

/// Makes violations of what one rule finds in one pod.
class Recorder final : public Findings {
 public:
  Recorder(const PlannedRule& planned, const Subject& subject, std::vector<Violation>& violations)
      : planned_(planned), subject_(subject), violations_(violations) {}

  /// Whether the rule finds anything, forgiven or not. `forgiveness` may be null.
  bool run(Forgiveness* forgiveness) {
    forgiveness_ = forgiveness;
    planned_.rule->check->run(subject_, *this);
    return found_;
  }

  void push_back(Finding finding) override {
    found_ = true;
    if (forgiveness_ != nullptr && forgiveness_->takes(finding)) return;
    if (kept_ == kMaxViolationsOfARule) {
      violations_.back().more = true;
      return;
    }
    ++kept_;
    std::string message = message_of(*planned_.policy, *planned_.rule, finding, subject_);
    violations_.push_back(
        {planned_.policy, planned_.rule, planned_.action, std::move(finding), std::move(message)});
  }

 private:
  const PlannedRule& planned_;
  const Subject& subject_;
  std::vector<Violation>& violations_;
  Forgiveness* forgiveness_ = nullptr;
  std::size_t kept_ = 0;
  bool found_ = false;
};

/// What two violations of one pod have in common that are one. Views into the violation.
using Key = std::tuple<const Rule*, std::string_view, std::string_view>;

Key key_of(const Violation& violation) {
  return {violation.rule, violation.finding.path, violation.finding.text};
}

/// The rules that warn and find something.
BrokenRules run_warnings(const Plan& plan, const Subject& subject,
                         std::vector<Violation>& violations) {
  BrokenRules broken;
  for (const PlannedRule& planned : plan.rules) {
    const bool warns = planned.action == Action::warn;
    if (warns && Recorder(planned, subject, violations).run(nullptr)) broken.push_back(&planned);
  }
  return broken;
}

BrokenRules run_warnings_on_final_pod(const Plan& plan, const Subject& subject, Verdict& verdict) {
  if (verdict.patch.empty()) return run_warnings(plan, subject, verdict.violations);
  const std::string text = patched(subject.pod, verdict.patch);
  simdjson::dom::parser parser;
  simdjson::dom::element parsed;
  if (parser.parse(text).get(parsed) != simdjson::SUCCESS) return {};
  Subject final_subject = subject;
  final_subject.pod = View(parsed);
  final_subject.labels = final_subject.pod["metadata"]["labels"];
  return run_warnings(plan, final_subject, verdict.violations);
}

bool has_rule(const Plan& plan, const Rule* rule) {
  return std::any_of(plan.rules.begin(), plan.rules.end(),
                     [rule](const PlannedRule& planned) { return planned.rule == rule; });
}

}  // namespace

void evaluate(const Plan& plan, const Subject& subject, std::vector<Violation>& violations) {
  BrokenRules broken;
  for (const PlannedRule& planned : plan.rules) {
    if (Recorder(planned, subject, violations).run(nullptr)) broken.push_back(&planned);
  }
  excuse(subject, broken, violations);
}

void evaluate_change(const Plan& plan, const Subject& subject, const Before& before,
                     std::vector<Violation>& violations) {
  std::vector<Violation> now;
  BrokenRules broken;
  Places places_before(before.subject.pod), places_now(subject.pod);
  for (const PlannedRule& planned : plan.rules) {
    Forgiveness forgiveness(places_before, places_now);
    if (has_rule(before.plan, planned.rule)) planned.rule->check->run(before.subject, forgiveness);
    if (Recorder(planned, subject, now).run(&forgiveness)) broken.push_back(&planned);
  }
  excuse(subject, broken, now);
  std::set<Key> seen;
  for (const Violation& one : violations) seen.insert(key_of(one));
  std::erase_if(now, [&](const Violation& one) { return seen.count(key_of(one)) > 0; });
  std::move(now.begin(), now.end(), std::back_inserter(violations));
}

// Rules that warn are few, and the pod they have to see does not exist before the patch is applied.
void evaluate_final_pod(const Plan& plan, const Subject& subject, Verdict& verdict) {
  const BrokenRules broken = run_warnings_on_final_pod(plan, subject, verdict);
  excuse(subject, broken, verdict.violations);
}

}  // namespace sparkgate::decision
