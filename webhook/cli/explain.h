#pragma once

#include <string>
#include <vector>

#include "cli/examine.h"

namespace sparkgate::cli {

/// What a policy that applies does to one pod.
struct AppliedPolicy {
  /// An operation of the patch; `audited`: only if the policy were not in mode audit.
  struct Gift {
    std::string op, path;
    nlohmann::json value;  // null when it removes
    Provenance from;
    bool audited = false;
  };
  /// A value of another policy that it kept out; `audited`: as Gift, of either.
  struct Victory {
    std::string path;
    Provenance winner, loser;
    std::string why;  // "priority 100 over 0"
    bool audited = false;
  };
  struct Omission {
    Provenance from;
    std::string reason;
  };
  struct Judgement {
    std::string rule, action;
  };

  const decision::Policy* policy = nullptr;
  std::string only;  // to which of the pods it applies: the one sent, stored, or before an update
  std::vector<std::string> because;  // the conditions of `match` that the pod answers
  std::vector<Gift> gives;
  std::vector<Victory> beats;
  std::vector<Omission> left_out;
  std::string owner;  // what became of its wish to adopt
  std::vector<Judgement> rules;
};

/// A policy that does not, and the first condition that fails.
struct OtherPolicy {
  const decision::Policy* policy;
  std::string why;
};

/// Which policies apply to one object and what each does, strongest first.
struct Explained : AskedPod {
  std::vector<AppliedPolicy> applies;
  std::vector<OtherPolicy> does_not_apply;
};

/// Explains one input. `policies` must outlive the result.
Explained explain(const Input& input, const decision::PolicySet& policies);

}  // namespace sparkgate::cli
