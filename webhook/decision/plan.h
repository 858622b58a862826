#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decision/edit.h"
#include "decision/edit_builder.h"
#include "decision/policy.h"

namespace sparkgate::decision {

/// Which pods share a plan: the same policies match them, in the same role, and the same literal
/// container name, if any, means the Spark container.
struct PlanKey {
  std::vector<std::uint32_t> policies;  // indices into the policy set, strongest first
  Role role = Role::none;
  std::string_view spark_alias;

  std::size_t hash() const;
  bool operator==(const PlanKey&) const = default;
};

/// A rule of a plan. In a policy that only audits, no rule does more than that.
struct PlannedRule {
  const Policy* policy;
  const Rule* rule;
  Action action;
};

/// All that some policies ask of a pod together, compiled once and read by many requests.
struct Plan {
  PlanKey key;
  std::vector<const Policy*> policies;  // strongest first
  Edit edits;                           // what policies in mode enforce ask for
  std::vector<LeftOut> left_out;        // what they ask for and nobody gets
  std::optional<Edit> with_audited;     // the same with those in mode audit; empty when none edits
  const Origin* adopt = nullptr;        // who, in mode enforce, wants executors like this adopted
  const Origin* adopt_with_audited = nullptr;  // who does in any mode
  std::vector<Beaten> beaten;                  // who won over whom, or would in mode enforce
  std::vector<PlannedRule> rules;              // of the role
  bool warns = false;                          // some rule has the action warn
};

/// `all` and what `key` views must outlive the plan.
Plan make_plan(const Policies& all, PlanKey key);

/// Where two policies of equal priority want different values for one field of some pod that both
/// match; of a policy and itself, where its secrets contradict what else it says. For the loader,
/// which refuses such a set.
std::vector<Conflict> conflicts_of(const Policy& a, const Policy& b);

}  // namespace sparkgate::decision
