#include "policyfile/read_match.h"

#include <algorithm>
#include <utility>

#include "policyfile/read_values.h"

namespace sparkgate::policyfile {
namespace {

using decision::Globs;
using decision::Requirement;

template <std::size_t N>
unsigned mask_of(const Node* list, const std::array<std::string_view, N>& names) {
  unsigned mask = 0;
  for (const std::string& name : strings(list)) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found != names.end()) mask |= 1U << static_cast<unsigned>(found - names.begin());
  }
  return mask;
}

Requirement::Operator operator_of(const std::string& name) {
  if (name == "NotIn") return Requirement::Operator::not_in;
  if (name == "Exists") return Requirement::Operator::exists;
  if (name == "DoesNotExist") return Requirement::Operator::does_not_exist;
  return Requirement::Operator::in;
}

Requirement expression(const Node& node, const std::string& path, Source& source) {
  Requirement result;
  result.key = text(node.find("key"));
  result.op = operator_of(text(node.find("operator")));
  for (const Node& value : items(node.find("values"))) result.values.push_back(value.text());
  const bool wants_values =
      result.op == Requirement::Operator::in || result.op == Requirement::Operator::not_in;
  if (wants_values == result.values.empty()) {
    source.tell(Code::missing_key, node.at,
                path + (wants_values ? ": In and NotIn need 'values'"
                                     : ": Exists and DoesNotExist have no 'values'"));
  }
  if (const std::string why = decision::label_key_mistake(result.key); !why.empty()) {
    source.tell(Code::wrong_value, node.at, path + ".key '" + result.key + "': " + why);
  }
  return result;
}

decision::Selector selector(const Node& node, Source& source) {
  decision::Selector result;
  std::size_t index = 0;
  for (const Node& item : items(node.find("matchExpressions"))) {
    const std::string path =
        "spec.match.podSelector.matchExpressions[" + std::to_string(index++) + "]";
    result.requirements.push_back(expression(item, path, source));
  }
  for (const Member& label : members(node.find("matchLabels"))) {
    result.requirements.push_back({label.name, Requirement::Operator::in, {label.value.text()}});
  }
  return result;
}

}  // namespace

unsigned read_roles(const Node* list) {
  return mask_of(list, decision::kRoleNames);
}

decision::Match read_match(const Node& node, Source& source) {
  decision::Match match;
  match.all_pods = text(node.find("pods")) == "all";
  match.namespaces = Globs(strings(node.find("namespaces")));
  match.exclude_namespaces = Globs(strings(node.find("excludeNamespaces")));
  match.roles = read_roles(node.find("roles"));
  match.launchers = mask_of(node.find("launchers"), decision::kLauncherNames);
  match.service_accounts = Globs(strings(node.find("serviceAccounts")));
  match.users = Globs(strings(node.find("users")));
  match.groups = Globs(strings(node.find("groups")));
  if (const Node* selected = node.find("podSelector")) {
    match.pod_selector = selector(*selected, source);
  }
  return match;
}

}  // namespace sparkgate::policyfile
