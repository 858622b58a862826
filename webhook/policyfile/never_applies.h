#pragma once

#include "decision/policy.h"
#include "policyfile/node.h"

namespace sparkgate::policyfile {

/// Warns of conditions in a policy's `spec` that no pod can meet: of the policy, of its exceptions,
/// of rules, templates and secrets for roles that the policy leaves out. Says only what is certain.
void warn_of_what_never_applies(const Node& spec, const decision::Policy& policy, Source& source);

}  // namespace sparkgate::policyfile
