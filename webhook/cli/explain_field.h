#pragma once

#include <string>
#include <vector>

#include "cli/explain.h"

namespace sparkgate::cli {

/// What a policy that applies says of one place in the pod, and what came of it.
struct Claim {
  const decision::Policy* policy = nullptr;
  std::string as;  // "override", "default" or "secret"
  nlohmann::json value;
  Provenance from;
  bool won = false;
  std::string outcome;  // "set it", "lost to a (a.yaml:3): priority 10 over 0", ...
};

/// Who set one place of one pod.
struct ExplainedField : AskedPod {
  std::string field;                         // items by their keys
  nlohmann::json sent, stored;               // what stands there; null: nothing
  std::vector<AppliedPolicy::Gift> changes;  // operations of the patch that made it so
  std::vector<Claim> claims;                 // strongest first
};

/// Explains one place, named as FieldPath has it, of one input. A place that a pod cannot have is
/// an `error`. `policies` must outlive the result.
ExplainedField explain_field(const Input& input, const decision::PolicySet& policies,
                             const std::string& field);

}  // namespace sparkgate::cli
