#pragma once

#include <vector>

#include "policyfile/issue.h"
#include "policyfile/load.h"

namespace sparkgate::policyfile {

/// What Kubernetes lets the values of one ConfigMap be together, in bytes; keys are not counted
/// (MaxSecretSize in ValidateConfigMap, k8s.io/kubernetes/pkg/apis/core/validation).
inline constexpr std::size_t kMaxConfigMapBytes = 1U << 20;

/// Adds a note at the largest file when the files are too large for one ConfigMap. It is no
/// mistake: a directory can be mounted in other ways. Tests (`*.test.yaml`) stay out of ConfigMaps.
void note_too_large_for_config_map(const std::vector<PolicyFile>& files,
                                   std::vector<Issue>& issues);

}  // namespace sparkgate::policyfile
