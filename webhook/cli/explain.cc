#include "cli/explain.h"

#include <algorithm>
#include <optional>

#include "decision/decide.h"
#include "decision/subject.h"
#include "decision/why_not.h"

namespace sparkgate::cli {
namespace {

using decision::Beaten;
using decision::Plan;
using decision::Policy;
using decision::Verdict;
using nlohmann::json;

bool has(const Plan& plan, const Policy& policy) {
  return std::find(plan.policies.begin(), plan.policies.end(), &policy) != plan.policies.end();
}

const Policy& policy_called(const Plan& plan, std::string_view name) {
  return **std::find_if(plan.policies.begin(), plan.policies.end(),
                        [&](const Policy* policy) { return policy->name == name; });
}

/// Our own annotations stand in the patch under the name of a policy, which did not ask for them.
bool is_our_mark(const json& operation) {
  const std::string path = operation["path"].get<std::string>();
  if (path != "/metadata/annotations") {
    return path.starts_with("/metadata/annotations/sparkgate.dev~1");
  }
  const json made = operation.value("value", json());  // the map that they are the first in
  return made.is_object() && made.size() == 1 && made.begin().key().starts_with("sparkgate.dev/");
}

/// Both doors' verdicts about one object, and the pods they looked at.
class Case {
 public:
  Case(const json& review, const decision::PolicySet& policies)
      : policies_(policies), sent_(review) {
    if (!sent_.review || !sent_.review->about_pod) return;
    decision::mutate(policies, sent_.review->request, changed_);
    json stored = review;
    if (!changed_.patch.empty()) {
      json& object = stored["request"]["object"];
      object = object.patch(json::parse(changed_.patch.json()));
    }
    stored_.emplace(stored);
    decision::validate(policies, stored_->review->request, judged_);
  }

  const Result<admission::Review>& review() const { return sent_.review; }
  const decision::SparkPod& spark() const { return changed_.spark; }

  bool applies(const Policy& policy) const { return sees(policy) || judges(policy); }

  /// Why it does not apply to the pod as sent.
  std::string why_not(const Policy& policy) const { return why_not(policy, *sent_.review); }

  AppliedPolicy tell(const Policy& policy) const {
    AppliedPolicy told;
    told.policy = &policy;
    told.only = only(policy);
    told.because = because(policy);
    if (is_create()) {
      add_gifts(changed_.patch, false, told);
      add_gifts(changed_.audited_patch, true, told);
      add_victories(told);
      add_omissions(told);
      add_owner(told);
    }
    add_rules(told);
    return told;
  }

 private:
  const decision::Request& request() const { return sent_.review->request; }
  bool is_create() const {
    return request().operation == decision::OperationKind::create && request().subresource.empty();
  }
  bool sees(const Policy& policy) const { return has(*changed_.plan.plan, policy); }
  bool judges(const Policy& policy) const { return has(*judged_.plan.plan, policy); }

  std::string why_not(const Policy& policy, const admission::Review& review) const {
    if (!review.about_pod) return "not a pod";
    return decision::why_not(
        policy.match, decision::recognised_subject(policies_, review.request, review.request.pod));
  }

  /// Empty when it applies to the pod at both doors.
  std::string only(const Policy& policy) const {
    if (sees(policy) && judges(policy)) return {};
    if (sees(policy)) return "as sent only (as stored: " + why_not(policy, *stored_->review) + ")";
    return (is_create() ? "as stored only (as sent: " : "before the update only (after it: ") +
           why_not(policy) + ")";
  }

  std::vector<std::string> because(const Policy& policy) const {
    const admission::Review& review = sees(policy) ? *sent_.review : *stored_->review;
    const decision::View pods[] = {review.request.pod, review.request.old_pod};
    for (const decision::View pod : pods) {  // of an update, also the pod before counts
      const auto subject = decision::recognised_subject(policies_, review.request, pod);
      if (first_failed(policy.match, subject) == decision::Condition::none) {
        return decision::why(policy.match, subject);
      }
    }
    return {};
  }

  static void add_gifts(const decision::Patch& patch, bool audited, AppliedPolicy& told) {
    const json operations = json::parse(patch.json());
    for (std::size_t i = 0; i < operations.size(); ++i) {
      const decision::Origin& origin = *patch.origins()[i];
      if (origin.policy != told.policy->name || is_our_mark(operations[i])) continue;
      if (audited && told.policy->mode == decision::Mode::enforce) continue;  // given anyway
      told.gives.push_back({operations[i]["op"].get<std::string>(),
                            operations[i]["path"].get<std::string>(),
                            operations[i].value("value", json()), place_of(origin), audited});
    }
  }

  void add_victories(AppliedPolicy& told) const {
    const Plan& plan = *changed_.plan.plan;
    for (const Beaten& one : plan.beaten) {
      if (one.winner.policy != told.policy->name) continue;
      const Policy& loser = policy_called(plan, one.loser.policy);
      const bool audited =
          told.policy->mode == decision::Mode::audit || loser.mode == decision::Mode::audit;
      told.beats.push_back({one.path, place_of(one.winner), place_of(one.loser),
                            reason(one, *told.policy, loser), audited});
    }
  }

  static std::string reason(const Beaten& beaten, const Policy& winner, const Policy& loser) {
    if (beaten.by == Beaten::By::strength) return "an override over a default";
    if (beaten.by == Beaten::By::name) return "the first by name";
    return "priority " + std::to_string(winner.priority) + " over " +
           std::to_string(loser.priority);
  }

  void add_omissions(AppliedPolicy& told) const {
    for (const decision::LeftOut& one : changed_.left_out) {
      if (one.origin.policy == told.policy->name) {
        told.left_out.push_back({place_of(one.origin), one.reason});
      }
    }
  }

  void add_owner(AppliedPolicy& told) const {
    const Plan& plan = *changed_.plan.plan;
    const decision::Origin* asked = plan.adopt ? plan.adopt : plan.adopt_with_audited;
    if (asked && asked->policy == told.policy->name) {
      told.owner = decision::text_of(changed_.adoption);
    }
  }

  void add_rules(AppliedPolicy& told) const {
    if (request().operation == decision::OperationKind::other) return;
    for (const decision::PlannedRule& one : judged_.plan.plan->rules) {
      if (one.policy != told.policy) continue;
      told.rules.push_back({one.rule->name, std::string(name_of(one.action))});
    }
  }

  const decision::PolicySet& policies_;
  Reading sent_;
  std::optional<Reading> stored_;
  Verdict changed_, judged_;
};

}  // namespace

Explained explain(const Input& input, const decision::PolicySet& policies) {
  Explained result;
  result.source = input.source;
  result.document = input.document;
  result.notes = input.notes;
  result.error = input.error;
  if (!result.error.empty()) return result;
  const Case one(input.review, policies);
  if (!one.review()) {
    result.error = one.review().error().message;
    return result;
  }
  describe(one.review()->request, one.spark(), result);
  for (const auto& policy : policies.policies()) {
    if (one.review()->about_pod && one.applies(*policy)) {
      result.applies.push_back(one.tell(*policy));
    } else {
      result.does_not_apply.push_back({policy.get(), one.why_not(*policy)});
    }
  }
  return result;
}

}  // namespace sparkgate::cli
