#include "replay/findings.h"

#include <algorithm>
#include <string>
#include <utility>

#include "decision/message.h"
#include "replay/operations.h"

namespace sparkgate::replay {
namespace {

using decision::Action;
using decision::Verdict;
using decision::Violation;

/// Adds a finding, or its line to the one that its policy and rule have of the kind.
void add(std::vector<Finding>& findings, Finding finding) {
  const auto known = std::find_if(findings.begin(), findings.end(), [&](const Finding& one) {
    return one.kind == finding.kind && one.policy == finding.policy && one.rule == finding.rule;
  });
  if (known == findings.end()) {
    findings.push_back(std::move(finding));
  } else if (known->lines.size() < Finding::kMostLines) {
    known->lines.push_back(std::move(finding.lines.front()));
  }
}

void add_violations(std::vector<Finding>& findings, Kind kind, const Verdict& verdict,
                    Action action) {
  for (const Violation& violation : verdict.violations) {
    if (violation.action != action || violation.excepted) continue;
    add(findings, {kind, violation.policy->name, violation.rule->name, {violation.message}});
  }
}

/// What a user is warned of.
struct Warning {
  std::string policy, rule, words;
  bool operator==(const Warning&) const = default;
};

/// Of both doors: what both say is said once.
std::vector<Warning> warnings_of(const Decider& decided) {
  std::vector<Warning> warnings;
  const auto warn = [&warnings](Warning one) {
    if (std::find(warnings.begin(), warnings.end(), one) != warnings.end()) return;
    warnings.push_back(std::move(one));
  };
  for (const Verdict* verdict : {&decided.mutated(), &decided.validated()}) {
    for (const Violation& one : verdict->violations) {
      if (one.action != Action::warn || one.excepted) continue;
      warn({one.policy->name, one.rule->name, one.message});
    }
  }
  for (const decision::LeftOut& one : decided.mutated().left_out) {
    warn({std::string(one.origin.policy), "", one.reason});
  }
  return warnings;
}

bool same(const Warning& a, const Warning& b) {
  return a == b;
}

/// Who asks for an operation is no difference.
bool same(const Operation& a, const Operation& b) {
  return a.json == b.json;
}

Finding told(const Warning& warning, const char* word) {
  return {Kind::warnings_differ, warning.policy, warning.rule, {word + warning.words}};
}

Finding told(const Operation& operation, const char* word) {
  return {Kind::patch_differs, operation.policy, "", {word + operation.words}};
}

/// Tells of each of `some` that `others` has not.
template <class One>
void add_missing(std::vector<Finding>& findings, const std::vector<One>& some,
                 const std::vector<One>& others, const char* word) {
  for (const One& one : some) {
    const auto is_it = [&one](const One& other) { return same(one, other); };
    if (std::none_of(others.begin(), others.end(), is_it)) add(findings, told(one, word));
  }
}

template <class One>
void add_difference(std::vector<Finding>& findings, const std::vector<One>& before,
                    const std::vector<One>& after) {
  add_missing(findings, after, before, "now: ");
  add_missing(findings, before, after, "no longer: ");
}

}  // namespace

std::vector<Finding> findings_of(const Decider& decided) {
  std::vector<Finding> findings;
  add_violations(findings, Kind::denied, decided.validated(), Action::deny);
  add_violations(findings, Kind::audited, decided.validated(), Action::audit);
  for (Operation& one : operations_of(decided)) {
    add(findings, {Kind::changed, std::move(one.policy), "", {std::move(one.words)}});
  }
  return findings;
}

std::vector<Finding> findings_between(const Decider& before, const Decider& after) {
  std::vector<Finding> findings;
  const bool allowed_before = before.validated().allowed, allowed = after.validated().allowed;
  if (allowed_before && !allowed) {
    add_violations(findings, Kind::newly_denied, after.validated(), Action::deny);
  }
  if (!allowed_before && allowed) {
    add_violations(findings, Kind::newly_allowed, before.validated(), Action::deny);
  }
  add_difference(findings, operations_of(before), operations_of(after));
  add_difference(findings, warnings_of(before), warnings_of(after));
  return findings;
}

}  // namespace sparkgate::replay
