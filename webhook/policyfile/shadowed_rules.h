#pragma once

#include <vector>

#include "decision/policy.h"
#include "policyfile/node.h"

namespace sparkgate::policyfile {

/// A policy that was read, and where.
struct ReadPolicy {
  const decision::Policy* policy;
  const Node* document;
  Source* source;
};

/// Warns of rules that another one makes superfluous: it says the same, at least as strictly, about
/// all these pods, and no exception spares one of them. Says only what is certain.
void warn_of_shadowed_rules(const std::vector<ReadPolicy>& policies);

}  // namespace sparkgate::policyfile
