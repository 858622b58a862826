#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "cli/asked_pod.h"
#include "cli/input.h"
#include "decision/policy_set.h"

namespace sparkgate::cli {

/// Where an operation of a patch comes from.
struct Provenance {
  std::string policy;
  std::string file;
  int line = 0;
  int column = 1;
};

/// The exception that lets a violation pass.
struct Excuse {
  std::string reason, owner, expires;
  const decision::Exception* exception = nullptr;  // lives as long as the policy set
};

/// A violation, in words.
struct Breach {
  std::string policy, rule, action, path, found, allowed, message;
  std::optional<Excuse> excepted;
  const decision::Rule* broken = nullptr;  // lives as long as the policy set
};

/// What both doors say about one object: the same code as the server's, one after the other.
struct Examined : AskedPod {
  std::vector<std::string> policies;
  bool allowed = false;
  nlohmann::json before, after;        // the pod as sent and as it would be stored
  nlohmann::json patch;                // array of operations
  std::vector<Provenance> provenance;  // of the operations, in order
  nlohmann::json audited_patch;        // the patch with policies in mode audit; null when the same
  std::vector<Provenance> audited_provenance;
  std::vector<Breach> violations;
  std::vector<std::string> warnings;           // of the answers
  std::vector<std::string> left_out;           // what policies asked for and did not get
  std::string owner;                           // what became of the wish to adopt; empty: none
  std::string denial;                          // what the user reads, when refused
  std::string mutate_answer, validate_answer;  // the AdmissionReviews the server would send
};

Provenance place_of(const decision::Origin& origin);

/// Examines one input.
Examined examine(const Input& input, const decision::PolicySet& policies);

}  // namespace sparkgate::cli
