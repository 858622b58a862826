#include "policyfile/never_applies.h"

#include <string>

#include "policyfile/read_match.h"
#include "policyfile/read_values.h"

namespace sparkgate::policyfile {
namespace {

using decision::Match;
using decision::Role;
using decision::Selector;

/// Why no pod meets a match; empty when some may.
std::string contradiction(const Match& match) {
  if (!Selector::can_overlap(match.pod_selector, match.pod_selector)) {
    return "no pod meets this: 'podSelector' contradicts itself";
  }
  if (!can_overlap(match, match)) {
    return "no pod meets this: 'excludeNamespaces' leaves out all of 'namespaces'";
  }
  return {};
}

void exceptions(const Node* list, const decision::Policy& policy, Source& source) {
  const auto& nodes = items(list);
  if (nodes.size() != policy.exceptions.size()) return;  // one has a mistake
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const Match& match = policy.exceptions[i].match;
    std::string why = contradiction(match);
    if (why.empty() && !can_overlap(match, policy.match)) {
      why = "no pod meets this and the policy's own 'match'";
    }
    if (!why.empty()) source.tell(Code::never_applies, nodes[i].find("match")->at, why);
  }
}

/// What of a policy is for some roles only.
class Roles {
 public:
  Roles(unsigned matched, Source& source) : matched_(matched), source_(source) {}

  void list(const Node* list, std::string_view what) const {
    for (const Node& item : items(list)) {
      const Node* roles = item.find("roles");
      const unsigned mask = read_roles(roles);
      if (mask != 0 && (mask & matched_) == 0) tell(roles->at, what);
    }
  }

  void templates(const Node* node) const {
    if (!node) return;
    for (const Role role : {Role::driver, Role::executor}) {
      const Node* own = node->find(name_of(role));
      if (own && (decision::bit(role) & matched_) == 0) tell(own->at, "this template");
    }
  }

 private:
  void tell(Position at, std::string_view what) const {
    source_.tell(Code::never_applies, at,
                 std::string(what) + " is for pods that 'match.roles' leaves out");
  }

  unsigned matched_;
  Source& source_;
};

}  // namespace

void warn_of_what_never_applies(const Node& spec, const decision::Policy& policy, Source& source) {
  const std::string why = contradiction(policy.match);
  if (!why.empty()) {
    // All else in the policy follows from it.
    return source.tell(Code::never_applies, spec.find("match")->at, why);
  }
  exceptions(spec.find("exceptions"), policy, source);
  if (policy.match.roles == 0) return;
  const Roles roles(policy.match.roles, source);
  roles.list(spec.find("rules"), "this rule");
  roles.list(spec.find("secrets"), "this Secret");
  for (const char* strength : {"defaults", "overrides"}) roles.templates(spec.find(strength));
}

}  // namespace sparkgate::policyfile
