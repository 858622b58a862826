#include "cli/examine.h"

#include <algorithm>
#include <utility>

#include "admission/answer.h"
#include "decision/decide.h"
#include "decision/message.h"

namespace sparkgate::cli {
namespace {

using decision::Verdict;
using Day = std::optional<std::chrono::sys_days>;

void describe_pod(const admission::Review& review, const Verdict& verdict, Examined& result) {
  describe(review.request, verdict.spark, result);
  result.policies.clear();
  for (const decision::Policy* policy : verdict.plan.plan->policies) {
    result.policies.push_back(policy->name);
  }
}

std::vector<Provenance> provenance_of(const decision::Patch& patch) {
  std::vector<Provenance> result;
  for (const decision::Origin* origin : patch.origins()) result.push_back(place_of(*origin));
  return result;
}

void take_patch(const Verdict& verdict, Examined& result) {
  result.patch = nlohmann::json::parse(verdict.patch.json());
  result.provenance = provenance_of(verdict.patch);
  if (verdict.audited_patch.empty()) return;
  result.audited_patch = nlohmann::json::parse(verdict.audited_patch.json());
  result.audited_provenance = provenance_of(verdict.audited_patch);
}

void take_warnings(const Verdict& verdict, Examined& result) {
  for (std::string& warning : decision::warnings(verdict)) {
    auto& known = result.warnings;
    if (std::find(known.begin(), known.end(), warning) == known.end()) {
      known.push_back(std::move(warning));
    }
  }
}

std::optional<Excuse> excuse_of(const decision::Violation& violation) {
  const decision::Exception* excepted = violation.excepted;
  if (!excepted) return std::nullopt;
  return Excuse{excepted->reason, excepted->owner, decision::text_of(excepted->expires), excepted};
}

void take_violations(const Verdict& verdict, Examined& result) {
  for (const decision::Violation& violation : verdict.violations) {
    result.violations.push_back({violation.policy->name, violation.rule->name,
                                 std::string(name_of(violation.action)), violation.finding.path,
                                 violation.finding.found, violation.finding.allowed,
                                 violation.message, excuse_of(violation), violation.rule});
  }
}

/// What stands for a review of something that is no pod.
void pass(const admission::Review& review, const decision::PolicySet& policies, Examined& result) {
  result.namespace_name = review.request.namespace_name;
  result.allowed = true;
  result.patch = nlohmann::json::array();
  admission::append_pass(result.mutate_answer, review, policies.fingerprint());
  result.validate_answer = result.mutate_answer;
}

/// The mutating door. False when there is nothing to validate.
bool mutate(const nlohmann::json& review_json, Day today, const decision::PolicySet& policies,
            Examined& result) {
  Reading reading(review_json);
  if (reading.review && today) reading.review->request.today = *today;
  const auto& review = reading.review;
  if (!review) {
    result.error = review.error().message;
    return false;
  }
  if (!review->about_pod) {
    pass(*review, policies, result);
    return false;
  }
  Verdict verdict;
  decision::mutate(policies, review->request, verdict);
  describe_pod(*review, verdict, result);
  take_patch(verdict, result);
  take_warnings(verdict, result);
  for (const decision::LeftOut& one : verdict.left_out) {
    result.left_out.push_back(decision::text_of(one));
  }
  result.owner = decision::text_of(verdict.adoption);
  admission::append_answer(result.mutate_answer, *review, verdict, policies.fingerprint());
  return true;
}

void validate(const nlohmann::json& review_json, Day today, const decision::PolicySet& policies,
              Examined& result) {
  Reading reading(review_json);
  if (reading.review && today) reading.review->request.today = *today;
  const auto& review = reading.review;
  if (!review) {
    result.error = review.error().message;
    return;
  }
  Verdict verdict;
  decision::validate(policies, review->request, verdict);
  describe_pod(*review, verdict, result);  // of an UPDATE, this door looks at the pod before, too
  result.allowed = verdict.allowed;
  take_violations(verdict, result);
  take_warnings(verdict, result);
  if (!verdict.allowed) result.denial = decision::denial(verdict, review->request.namespace_name);
  admission::append_answer(result.validate_answer, *review, verdict, policies.fingerprint());
}

}  // namespace

Provenance place_of(const decision::Origin& origin) {
  return {std::string(origin.policy), std::string(origin.file), origin.line, origin.column};
}

Examined examine(const Input& input, const decision::PolicySet& policies) {
  Examined result;
  result.source = input.source;
  result.document = input.document;
  result.notes = input.notes;
  result.error = input.error;
  if (!result.error.empty() || !mutate(input.review, input.today, policies, result)) return result;

  nlohmann::json final_review = input.review;
  nlohmann::json& object = final_review["request"]["object"];
  result.before = object;
  try {
    if (!result.patch.empty()) object = object.patch(result.patch);
  } catch (const nlohmann::json::exception& error) {  // never: tested, fuzzed
    result.error = std::string("the patch does not apply: ") + error.what();
    return result;
  }
  result.after = object;
  validate(final_review, input.today, policies, result);
  return result;
}

}  // namespace sparkgate::cli
