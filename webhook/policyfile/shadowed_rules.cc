#include "policyfile/shadowed_rules.h"

#include <algorithm>
#include <string>

#include "policyfile/format.h"
#include "policyfile/read_values.h"

namespace sparkgate::policyfile {
namespace {

/// A rule with what decides whether another one is the same.
struct PlacedRule {
  const ReadPolicy* in;
  const decision::Rule* rule;
  Position at;
  std::string_view kind;
  nlohmann::json says;

  const decision::Policy& policy() const { return *in->policy; }

  /// Of a policy that only audits, no rule does more.
  decision::Action action() const {
    return policy().mode == decision::Mode::audit ? decision::Action::audit : rule->action;
  }
};

std::vector<PlacedRule> rules_of(const std::vector<ReadPolicy>& policies) {
  std::vector<PlacedRule> result;
  for (const ReadPolicy& one : policies) {
    const auto& nodes = items(one.document->find("spec")->find("rules"));
    for (std::size_t i = 0; i < one.policy->rules.size() && i < nodes.size(); ++i) {
      for (const RuleReader& reader : kRuleReaders) {
        const Node* value = nodes[i].find(reader.name);
        if (!value) continue;
        result.push_back({&one, &one.policy->rules[i], nodes[i].at, reader.name, to_json(*value)});
      }
    }
  }
  return result;
}

bool may_be_excepted(const PlacedRule& rule) {
  const auto& exceptions = rule.policy().exceptions;
  return std::any_of(exceptions.begin(), exceptions.end(),
                     [&](const decision::Exception& one) { return one.names(rule.rule->name); });
}

/// The roles that a rule judges; 0: all pods that the policy matches.
unsigned roles_of(const PlacedRule& rule) {
  const unsigned own = rule.rule->roles, matched = rule.policy().match.roles;
  return own == 0 || matched == 0 ? own | matched : own & matched;
}

bool shadows(const PlacedRule& strong, const PlacedRule& weak) {
  const bool same = strong.kind == weak.kind && strong.says == weak.says &&
                    (weak.rule->message.empty() || weak.rule->message == strong.rule->message);
  if (!same || strong.action() > weak.action() || may_be_excepted(strong)) return false;
  const unsigned wide = roles_of(strong), narrow = roles_of(weak);
  if (wide != 0 && (narrow == 0 || (narrow & ~wide) != 0)) return false;
  return covers(strong.policy().match, weak.policy().match);
}

std::string sentence(const PlacedRule& strong, const PlacedRule& weak) {
  const bool inside = strong.in == weak.in;
  return "rule '" + strong.rule->name + "'" +
         (inside ? "" : " of policy '" + strong.policy().name + "'") + " (" +
         strong.in->source->file() + ":" + std::to_string(strong.at.line) +
         ") says the same about all these pods";
}

}  // namespace

void warn_of_shadowed_rules(const std::vector<ReadPolicy>& policies) {
  const std::vector<PlacedRule> rules = rules_of(policies);
  for (std::size_t weak = 0; weak < rules.size(); ++weak) {
    for (std::size_t strong = 0; strong < rules.size(); ++strong) {
      if (strong == weak || !shadows(rules[strong], rules[weak])) continue;
      // Of two that shadow each other the first one stays.
      if (strong > weak && shadows(rules[weak], rules[strong])) continue;
      rules[weak].in->source->tell(Code::shadowed_rule, rules[weak].at,
                                   sentence(rules[strong], rules[weak]));
      break;
    }
  }
}

}  // namespace sparkgate::policyfile
