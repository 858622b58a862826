#include "decision/foresee.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "decision/excuse.h"
#include "decision/future_executor.h"
#include "decision/message.h"

namespace sparkgate::decision {
namespace {

/// Topics that a policy's rules for executors have.
Topics ruled_by(const Policy& policy) {
  Topics topics = 0;
  for (const Rule& rule : policy.rules) {
    const bool of_executors = rule.roles == 0 || (rule.roles & bit(Role::executor)) != 0;
    if (of_executors) topics |= bit(rule.check->topic());
  }
  return topics & ~bit(Topic::other);
}

/// Whether some rule can say anything: most drivers end here, before anything is allocated.
bool is_ruled(const PolicySet& policies, const Foretold& told) {
  Topics ruled = 0, known = told_by(told);
  for (const std::uint32_t index : policies.candidates(told.namespace_name)) {
    const Policy& policy = *policies.policies()[index];
    if (policy.match.roles != 0 && (policy.match.roles & bit(Role::executor)) == 0) continue;
    ruled |= ruled_by(policy);
    known |= set_by(policy);
  }
  return (ruled & known) != 0;
}

/// All that a check finds: of executors that policies made, that is little.
class FindingList final : public Findings {
 public:
  void push_back(Finding finding) override { all.push_back(std::move(finding)); }

  std::vector<Finding> all;
};

/// Judges executors, in words about the driver.
class Foresight {
 public:
  Foresight(const Subject& driver, const Foretold& told, const FutureExecutor& executor)
      : driver_(driver), told_(told), executor_(executor) {}

  /// What rules of known topics find, but for what an exception may excuse.
  std::vector<Violation> judge(const Plan& plan) const {
    std::vector<Violation> found;
    BrokenRules broken;
    for (const PlannedRule& planned : plan.rules) {
      const std::size_t before = found.size();
      if (executor_.knows(planned.rule->check->topic())) run(planned, found);
      if (found.size() > before) broken.push_back(&planned);
    }
    excuse(executor_.subject(), broken, found);
    std::erase_if(found, [&](const Violation& one) { return may_be_excused(one); });
    return found;
  }

 private:
  void run(const PlannedRule& planned, std::vector<Violation>& found) const {
    const Subject& subject = executor_.subject();
    FindingList findings;
    planned.rule->check->run(subject, findings);
    for (Finding& finding : findings.all) {
      if (finding.path.ends_with("imagePullPolicy")) continue;  // no driver tells it
      finding.text += source_of(planned.rule->check->topic(), finding.found);
      std::string message =
          whose() + ": " + message_of(*planned.policy, *planned.rule, finding, subject);
      finding.path = "executors." + finding.path;
      found.push_back({planned.policy, planned.rule, planned.action, std::move(finding),
                       shortened(std::move(message), kMaxMessage)});
    }
  }

  std::string whose() const {
    if (told_.namespace_name == driver_.namespace_name) return "its executors";
    return "its executors in namespace " + std::string(told_.namespace_name);
  }

  /// Where it comes from: what to change.
  std::string source_of(Topic topic, std::string_view found) const {
    if (topic == Topic::creator) return " (the driver's account creates them)";
    const Foretold::Told& told = topic == Topic::images ? told_.image : told_.account;
    if (found != told.value) return " (a template of the policies)";
    return " (--conf " + std::string(told.setting) + ")";
  }

  bool may_be_excused(const Violation& one) const {
    const auto& all = one.policy->exceptions;
    return std::any_of(all.begin(), all.end(), [&](const Exception& exception) {
      return exception.names(one.rule->name) && driver_.request->today <= exception.expires &&
             executor_.may_match(exception.match);
    });
  }

  const Subject& driver_;
  const Foretold& told_;
  const FutureExecutor& executor_;
};

/// Whether the driver itself is found to have it, unexcused.
bool is_among(const std::vector<Violation>& violations, const Violation& one) {
  return std::any_of(violations.begin(), violations.end(), [&](const Violation& own) {
    return own.rule == one.rule && !own.excepted && own.finding.found == one.finding.found;
  });
}

}  // namespace

void foresee(const PolicySet& policies, const Subject& driver, std::vector<Violation>& violations) {
  if (driver.spark.role != Role::driver || !driver.request->creates_pod()) return;
  const auto index = static_cast<std::size_t>(driver.spark.container);
  const auto settings = submit_settings(driver.pod["spec"]["containers"].at(index));
  if (!settings) return;
  const std::optional<Foretold> told = foretell(driver, *settings);
  if (!told || !is_ruled(policies, *told)) return;
  FutureExecutor executor(policies, driver, *told);
  executor.complete();
  const PlanHandle plan = executor.plan();
  std::vector<Violation> found = Foresight(driver, *told, executor).judge(*plan.plan);
  std::erase_if(found, [&](const Violation& one) { return is_among(violations, one); });
  std::move(found.begin(), found.end(), std::back_inserter(violations));
}

}  // namespace sparkgate::decision
