#include <algorithm>
#include <set>

#include "decision/selector.h"
#include "policyfile/read_values.h"
#include "policyfile/values/rules.h"
#include "policyfile/values/text_kinds.h"

namespace sparkgate::policyfile {
namespace {

using std::string_view;

/// In and NotIn compare with values, Exists and DoesNotExist with nothing.
void values_fit(const Place& requirement) {
  const std::string op = requirement.text("operator");
  const bool none = requirement.is_empty("values");
  if ((op == "In" || op == "NotIn") && none) requirement.refuse("needs 'values' for " + op);
  if ((op == "Exists" || op == "DoesNotExist") && !none) {
    requirement.refuse("values", "cannot be set for " + op);
  }
}

void label_values(const Place& requirement) {
  std::size_t index = 0;
  for (const Node& value : items(requirement.find("values"))) {
    const std::string path = "values[" + std::to_string(index++) + "]";
    const std::string why = decision::label_value_mistake(value.text());
    if (!why.empty()) requirement.refuse_at(value, path, "is '" + value.text() + "': " + why);
  }
}

void expression(const Place& requirement) {
  values_fit(requirement);
  const std::string op = requirement.text("operator");
  if (op != "Gt" && op != "Lt") return;
  const std::vector<std::string> values = requirement.texts("values");
  if (values.size() != 1) return requirement.refuse("needs one of 'values' for " + op);
  if (!is_decimal(values.front())) {
    requirement.note("values", "is '" + values.front() +
                                   "': a scheduler that does not find a whole number for " + op +
                                   " finds no node");
  }
}

/// Nodes have one field, their name, and are one of them or not.
void field(const Place& requirement) {
  const std::string op = requirement.text("operator"), key = requirement.text("key");
  if (!op.empty() && op != "In" && op != "NotIn") {
    requirement.refuse("operator", "must be In or NotIn for a field of a node, not '" + op + "'");
  }
  if (!key.empty() && key != "metadata.name") {
    requirement.refuse("key", "must be metadata.name, the only field of a node, not '" + key + "'");
  }
  const std::vector<std::string> values = requirement.texts("values");
  if (values.size() != 1) return requirement.refuse("needs one of 'values', the name of a node");
  if (!decision::is_dns_subdomain(values.front())) {
    requirement.refuse("values", "is '" + values.front() + "', which no node can be called");
  }
}

std::set<std::string> selector_keys(const Place& selector) {
  std::set<std::string> keys;
  for (const Member& member : members(selector.find("matchLabels"))) keys.insert(member.name);
  for (const Place& one : selector.items("matchExpressions")) keys.insert(one.text("key"));
  return keys;
}

/// Keys whose values Kubernetes takes from the pod are added to a selector, which must be there.
void label_keys(const Place& term, string_view field) {
  const std::vector<std::string> keys = term.texts(field);
  if (keys.empty()) return;
  if (!term.has("labelSelector")) return term.refuse(field, "needs a labelSelector beside it");
  if (field == "mismatchLabelKeys") return;
  const std::set<std::string> selected = selector_keys(term.at("labelSelector"));
  for (const std::string& key : keys) {
    if (!selected.contains(key)) continue;
    term.refuse(field,
                "has '" + key + "', as labelSelector has: pods with such a label are refused");
  }
}

}  // namespace

void node_selector_rules(const Place& selector) {
  const std::vector<Place> terms = selector.items("nodeSelectorTerms");
  const bool empty = std::all_of(terms.begin(), terms.end(), [](const Place& term) {
    return term.items("matchExpressions").empty() && term.items("matchFields").empty();
  });
  if (empty && !terms.empty()) {
    selector.refuse("nodeSelectorTerms", "admit no node: an empty term matches none");
  }
  for (const Place& term : terms) {
    for (const Place& requirement : term.items("matchExpressions")) label_values(requirement);
  }
}

void node_term_rules(const Place& term) {
  for (const Place& requirement : term.items("matchExpressions")) expression(requirement);
  for (const Place& requirement : term.items("matchFields")) field(requirement);
}

void label_requirement_rules(const Place& requirement) {
  values_fit(requirement);
  label_values(requirement);
}

void affinity_term_rules(const Place& term) {
  label_keys(term, "matchLabelKeys");
  label_keys(term, "mismatchLabelKeys");
  const std::vector<std::string> mismatch = term.texts("mismatchLabelKeys");
  for (const std::string& key : term.texts("matchLabelKeys")) {
    if (std::find(mismatch.begin(), mismatch.end(), key) == mismatch.end()) continue;
    term.refuse("matchLabelKeys", "has '" + key + "', as mismatchLabelKeys has");
  }
}

void toleration_rules(const Place& toleration) {
  const std::string op = toleration.text("operator"), value = toleration.text("value");
  const std::string effect = toleration.text("effect");
  const bool compares = op.empty() || op == "Equal" || op == "Gt" || op == "Lt";
  if (toleration.text("key").empty() && compares) {
    toleration.refuse("without a key needs operator: Exists, which tolerates every taint");
  }
  if (toleration.has("tolerationSeconds") && effect != "NoExecute") {
    toleration.refuse("tolerationSeconds", "needs effect: NoExecute");
  }
  if (op == "Exists" && !value.empty()) {
    toleration.refuse("value", "cannot be set for operator: Exists");
  } else if ((op == "Gt" || op == "Lt") && !is_decimal(value)) {
    toleration.refuse("value",
                      "must be a whole number for operator: " + op + ", not '" + value + "'");
  } else if (op.empty() || op == "Equal") {
    const std::string why = decision::label_value_mistake(value);
    if (!why.empty()) toleration.refuse("value", "is '" + value + "': " + why);
  }
}

void spread_rules(const Place& constraint) {
  label_keys(constraint, "matchLabelKeys");
  const std::string action = constraint.text("whenUnsatisfiable");
  if (constraint.has("minDomains") && !action.empty() && action != "DoNotSchedule") {
    constraint.refuse("minDomains", "needs whenUnsatisfiable: DoNotSchedule");
  }
}

}  // namespace sparkgate::policyfile
