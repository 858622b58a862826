#include "decision/plan.h"

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <utility>

namespace sparkgate::decision {
namespace {

bool edits(const Policy& policy) {
  return !policy.defaults.empty() || !policy.overrides.empty() || !policy.secrets.empty();
}

bool adopts(const Policy& policy, Role role) {
  return policy.adopts_executors && role == Role::executor;
}

/// Overrides of all before defaults of all: an override beats every default, whoever set it.
Edit merged(const std::vector<const Policy*>& policies, const PlanKey& key, bool with_audited,
            std::vector<LeftOut>& left_out, std::vector<Beaten>& beaten) {
  EditBuilder builder(key.role, key.spark_alias);
  for (const Strength strength : {Strength::win, Strength::fill}) {
    for (const Policy* policy : policies) {
      if (policy->mode == Mode::enforce || with_audited) builder.take(*policy, strength);
    }
  }
  beaten = builder.beaten();
  return builder.finish(left_out);
}

/// What policies in mode audit change about who wins over whom.
void add_audited(const std::vector<Beaten>& beaten, Plan& plan) {
  const auto audits = [&](std::string_view name) {
    return std::any_of(plan.policies.begin(), plan.policies.end(), [&](const Policy* policy) {
      return policy->name == name && policy->mode == Mode::audit;
    });
  };
  std::copy_if(beaten.begin(), beaten.end(), std::back_inserter(plan.beaten), [&](const auto& one) {
    return audits(one.winner.policy) || audits(one.loser.policy);
  });
}

void take_adoption(const Policy& policy, Plan& plan) {
  const Origin* origin = &*policy.adopts_executors;
  if (!plan.adopt_with_audited) plan.adopt_with_audited = origin;
  if (!plan.adopt && policy.mode == Mode::enforce) plan.adopt = origin;
}

void add_rules(const Policy& policy, Role role, Plan& plan) {
  for (const Rule& rule : policy.rules) {
    if (rule.roles != 0 && (rule.roles & bit(role)) == 0) continue;
    const Action action = policy.mode == Mode::audit ? Action::audit : rule.action;
    plan.rules.push_back({&policy, &rule, action});
    plan.warns = plan.warns || action == Action::warn;
  }
}

/// Names of containers that a fragment only changes: any of them may be Spark's in some pod.
void collect_changed(const std::optional<Fragment>& fragment,
                     std::vector<std::string_view>& names) {
  const Fragment* spec = fragment ? fragment->find("spec") : nullptr;
  const Fragment* containers = spec ? spec->find("containers") : nullptr;
  if (!containers) return;
  for (const Fragment& container : containers->items) {
    const Fragment* name = container.find("name");
    if (!name || !name->scalar.is_string() || container.find("image")) continue;
    names.push_back(name->scalar.get_ref<const std::string&>());
  }
}

/// The names under which `$spark` and a spelled-out container can be one: Spark's usual ones, and
/// those that the policies change without giving an image.
std::vector<std::string_view> spark_names(const Policy& a, const Policy& b, Role role) {
  std::vector<std::string_view> names = {"spark"};
  if (role == Role::driver) {
    names.emplace_back("spark-kubernetes-driver");
  } else {
    names.insert(names.end(), {"spark-kubernetes-executor", "executor"});
  }
  for (const Policy* policy : {&a, &b}) {
    for (const Templates* templates : {&policy->defaults, &policy->overrides}) {
      collect_changed(templates->both, names);
      collect_changed(role == Role::driver ? templates->driver : templates->executor, names);
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace

std::size_t PlanKey::hash() const {
  std::size_t result = std::hash<std::string_view>()(spark_alias) + static_cast<std::size_t>(role);
  for (const std::uint32_t index : policies) result = (result ^ index) * 0x100000001b3;  // FNV-1a
  return result;
}

Plan make_plan(const Policies& all, PlanKey key) {
  Plan plan;
  plan.key = std::move(key);
  bool audited = false;
  for (const std::uint32_t index : plan.key.policies) {
    const Policy& policy = *all[index];
    plan.policies.push_back(&policy);
    add_rules(policy, plan.key.role, plan);
    const bool adopting = adopts(policy, plan.key.role);
    if (adopting) take_adoption(policy, plan);
    if (edits(policy) || adopting) audited = audited || policy.mode == Mode::audit;
  }
  plan.edits = merged(plan.policies, plan.key, false, plan.left_out, plan.beaten);
  if (audited) {
    std::vector<LeftOut> ignored;
    std::vector<Beaten> beaten;
    plan.with_audited = merged(plan.policies, plan.key, true, ignored, beaten);
    add_audited(beaten, plan);
  }
  return plan;
}

std::vector<Conflict> conflicts_of(const Policy& a, const Policy& b) {
  if (a.priority != b.priority || !edits(a) || !edits(b) || !can_overlap(a.match, b.match)) {
    return {};
  }
  std::vector<Conflict> found;
  for (const Role role : {Role::driver, Role::executor}) {
    const unsigned mask = bit(role);
    if ((a.match.roles != 0 && (a.match.roles & mask) == 0) ||
        (b.match.roles != 0 && (b.match.roles & mask) == 0)) {
      continue;
    }
    for (const std::string_view alias : spark_names(a, b, role)) {
      EditBuilder builder(role, alias);
      for (const Strength strength : {Strength::win, Strength::fill}) {
        builder.take(a, strength);
        builder.take(b, strength);
      }
      found.insert(found.end(), builder.conflicts().begin(), builder.conflicts().end());
    }
  }
  return found;
}

}  // namespace sparkgate::decision
