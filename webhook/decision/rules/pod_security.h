#pragma once

#include <memory>
#include <string>
#include <vector>

#include "decision/rule.h"
#include "decision/rules/pod_security/controls.h"

namespace sparkgate::decision {

/// The rule `podSecurity`: the Pod Security Standards, with the verdicts of Kubernetes' own code
/// (k8s.io/pod-security-admission), on the pod with the defaults that kube-apiserver fills in.
///
/// - `level`, `minor`: which controls count: those of version v1.`minor`.
/// - `except`: ids of controls that do not count.
struct PodSecurityRule {
  pod_security::Level level = pod_security::Level::restricted;
  int minor = pod_security::kNewestMinor;
  std::vector<std::string> except;
};

std::unique_ptr<const Check> make_check(const PodSecurityRule& rule);

}  // namespace sparkgate::decision
