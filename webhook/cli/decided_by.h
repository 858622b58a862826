#pragma once

#include <string>
#include <vector>

#include "cli/run_tests.h"

namespace sparkgate::cli {

/// Policies and where they are, a directory or a file.
struct PlacedPolicies {
  const std::string& path;
  const decision::PolicySet& set;
};

/// The path of a file of a policy directory, or of the one policy file that `path` is.
std::string path_of(const std::string& path, const std::string& file);

/// Which lines of the policies have to do with a mismatch: of a place in the pod those that changed
/// it, of a refusal the rules that refuse, of a violation that did not come the rule.
std::vector<Decider> decided_by(const policytest::Mismatch& mismatch,
                                const policytest::Expectation& expect, const Examined& examined,
                                const PlacedPolicies& policies);

}  // namespace sparkgate::cli
