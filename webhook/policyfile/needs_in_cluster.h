#pragma once

#include <vector>

#include "decision/policy.h"
#include "policyfile/load.h"

namespace sparkgate::policyfile {

/// Adds a note for each thing that policies give pods by name and only the cluster can have: a
/// PriorityClass, scheduler, RuntimeClass, ServiceAccount, Secret, ConfigMap or claim. What every
/// cluster has (`system-node-critical`, `default-scheduler`, `default`) and what is optional is not
/// noted. It stands where the name stands first; `files`: where the policies are from.
void note_needs_in_cluster(const std::vector<PolicyFile>& files, const decision::Policies& policies,
                           std::vector<Issue>& issues);

}  // namespace sparkgate::policyfile
