#include "cli/decided_by.h"

#include <algorithm>

#include "base/files.h"
#include "policytest/deciders.h"

namespace sparkgate::cli {
namespace {

using policytest::ExpectedViolation;
using policytest::Mismatch;

void add(std::vector<Decider>& deciders, Decider one) {
  const bool known = std::any_of(deciders.begin(), deciders.end(), [&](const Decider& other) {
    return other.file == one.file && other.line == one.line && other.why == one.why;
  });
  if (!known) deciders.push_back(std::move(one));
}

Decider of_operation(std::size_t index, const Examined& examined, const PlacedPolicies& policies) {
  const Provenance& from = examined.provenance[index];
  return {from.policy, path_of(policies.path, from.file), from.line, ""};
}

std::vector<Decider> of_place(const std::string& pointer, const Examined& examined,
                              const PlacedPolicies& policies) {
  std::vector<Decider> result;
  for (const std::size_t i : policytest::deciders(examined.before, examined.patch, pointer)) {
    add(result, of_operation(i, examined, policies));
  }
  return result;
}

std::vector<Decider> of_patch(const Examined& examined, const PlacedPolicies& policies) {
  std::vector<Decider> result;
  for (std::size_t i = 0; i < examined.provenance.size(); ++i) {
    add(result, of_operation(i, examined, policies));
  }
  return result;
}

std::vector<Decider> of_refusal(const Examined& examined, const PlacedPolicies& policies) {
  std::vector<Decider> result;
  for (const Breach& one : examined.violations) {
    if (one.action != "deny" || one.excepted) continue;
    const decision::Origin& origin = one.broken->origin;
    add(result, {one.policy, path_of(policies.path, std::string(origin.file)), origin.line,
                 one.rule + ": " + one.message});
  }
  return result;
}

/// The rules that a violation would have been of.
std::vector<Decider> of_rule(const ExpectedViolation& expected, const PlacedPolicies& policies) {
  std::vector<Decider> result;
  if (!expected.rule) return result;
  for (const auto& policy : policies.set.policies()) {
    if (expected.policy && *expected.policy != policy->name) continue;
    for (const decision::Rule& rule : policy->rules) {
      if (rule.name != *expected.rule) continue;
      add(result, {policy->name, path_of(policies.path, policy->file), rule.origin.line,
                   "rule " + rule.name});
    }
  }
  return result;
}

}  // namespace

std::string path_of(const std::string& path, const std::string& file) {
  if (!is_directory(path)) return path;
  return path + (path.ends_with('/') ? "" : "/") + file;
}

std::vector<Decider> decided_by(const Mismatch& mismatch, const policytest::Expectation& expect,
                                const Examined& examined, const PlacedPolicies& policies) {
  if (!mismatch.pointer.empty()) return of_place(mismatch.pointer, examined, policies);
  if (mismatch.what == "allowed" && !examined.allowed) return of_refusal(examined, policies);
  if (mismatch.what == "patch") return of_patch(examined, policies);
  constexpr std::string_view kViolation = "violations[";
  if (!mismatch.what.starts_with(kViolation)) return {};
  const std::size_t index = std::stoul(mismatch.what.substr(kViolation.size()));
  return of_rule((*expect.violations)[index], policies);
}

}  // namespace sparkgate::cli
