#include "policyfile/rules/node_selection.h"

#include <algorithm>
#include <array>

#include "decision/rules/node_selection.h"
#include "decision/selector.h"
#include "policyfile/read_values.h"
#include "policyfile/values/text_kinds.h"
#include "policyfile/words.h"

namespace sparkgate::policyfile {
namespace {

using Kind = Shape::Kind;
using decision::AllowedToleration;

constexpr std::array<std::string_view, 4> kOperatorChoices = {"Equal", "Exists", "Lt", "Gt"};
constexpr std::array<std::string_view, 3> kEffectChoices = {"NoSchedule", "PreferNoSchedule",
                                                            "NoExecute"};

std::string node_value_mistake(std::string_view text) {
  return text.empty() ? "an empty value selects no node" : decision::label_value_mistake(text);
}

const Shape kValue{
    .kind = Kind::text, .name = "label value", .mistake = decision::label_value_mistake};
const Shape kNodeValue{.kind = Kind::text, .name = "label value", .mistake = node_value_mistake};
const Shape kValues{.kind = Kind::list, .name = "list of label values", .element = &kNodeValue};
const Shape kRequired{.kind = Kind::map,
                      .name = "map of lists of label values",
                      .mistake = decision::label_key_mistake,
                      .element = &kValues,
                      .may_be_empty = false};
const Shape kKey{.kind = Kind::text, .name = "key", .mistake = decision::label_key_mistake};
const Shape kOperator{.kind = Kind::choice, .name = "operator", .choices = kOperatorChoices};
const Shape kEffect{.kind = Kind::choice, .name = "effect", .choices = kEffectChoices};

constexpr Field kTolerationFields[] = {
    {"key", &kKey, "The taint's key; absent is every key, with `operator: Exists`."},
    {"operator", &kOperator, "As in a pod: absent is Equal; Exists is any value."},
    {"value", &kValue, "The taint's value."},
    {"effect", &kEffect, "The taint's effect; absent is every effect."},
};
const Shape kToleration{.kind = Kind::object, .name = "toleration", .fields = kTolerationFields};
const Shape kTolerationList{
    .kind = Kind::list, .name = "list of tolerations", .element = &kToleration};

constexpr Field kTolerationsFields[] = {
    {"allow", &kTolerationList, "A pod's toleration is no wider than one of these.", true},
};
const Shape kTolerations{.kind = Kind::object, .name = "tolerations", .fields = kTolerationsFields};

constexpr Field kFields[] = {
    {"requireLabels", &kRequired, "Labels that the pod's nodes must have, each with its values."},
    {"forbidLabels", &kGlobs, "Globs over labels that a pod may not choose nodes by."},
    {"allowNodeName", &kBoolean, "A pod may name its node; absent means it may not."},
    {"tolerations", &kTolerations, "Tolerations that a pod may have; absent allows all."},
};

/// What Kubernetes would not take in a pod, or no author means.
std::string toleration_mistake(const AllowedToleration& one) {
  if (one.op == "Exists") {
    if (!one.value.empty()) return "has a value, which Exists does not look at";
    const bool all = one.key.empty() && one.effect.empty();
    return all ? "allows every toleration; leave 'tolerations' out" : "";
  }
  if (one.key.empty()) return "needs a key, or operator: Exists for any key";
  if (one.op.empty() && one.value.empty()) {
    return "needs a value, or operator: Exists for any value";
  }
  const bool number = one.op == "Lt" || one.op == "Gt";
  return number && !is_decimal(one.value) ? "needs a whole number as value for Lt and Gt" : "";
}

std::vector<AllowedToleration> tolerations(const Node* value, Source& source) {
  std::vector<AllowedToleration> result;
  for (const Node& item : items(value ? value->find("allow") : nullptr)) {
    if (!item.is_map()) continue;
    result.push_back({text(item.find("key")), text(item.find("operator")), text(item.find("value")),
                      text(item.find("effect"))});
    if (const std::string why = toleration_mistake(result.back()); !why.empty()) {
      source.tell(Code::wrong_value, item.at, "this toleration " + why);
    }
  }
  return result;
}

/// A label that is required and forbidden would refuse every pod.
void check_contradiction(const Member& required, const decision::Globs& forbidden, Source& source) {
  for (const decision::Glob& glob : forbidden.all()) {
    if (!glob.matches(required.name)) continue;
    return source.tell(
        Code::pointless_rule, required.at,
        "'" + required.name + "' is required here and forbidden by '" + glob.text() + "'");
  }
}

}  // namespace

const Shape kNodeSelection{
    .kind = Kind::object, .name = "nodeSelection", .fields = kFields, .may_be_empty = false};

std::unique_ptr<const decision::Check> read_node_selection(const Node& value, Source& source) {
  decision::NodeSelectionRule rule;
  rule.forbid_labels = strings(value.find("forbidLabels"));
  const decision::Globs forbidden(rule.forbid_labels);
  for (const Member& label : members(value.find("requireLabels"))) {
    rule.require_labels.push_back({label.name, strings(&label.value)});
    check_contradiction(label, forbidden, source);
  }
  rule.allow_node_name = boolean(value.find("allowNodeName"));
  rule.tolerations = tolerations(value.find("tolerations"), source);
  if (value.members.size() == 1 && rule.allow_node_name) {
    source.tell(Code::pointless_rule, value.at,
                "allowNodeName is true and nothing else is said: all is allowed");
  }
  return decision::make_check(rule);
}

}  // namespace sparkgate::policyfile
