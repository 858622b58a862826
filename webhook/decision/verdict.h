#pragma once

#include <string>
#include <vector>

#include "decision/adopt.h"
#include "decision/apply.h"
#include "decision/patch.h"
#include "decision/policy_set.h"
#include "decision/recognise.h"

namespace sparkgate::decision {

/// A rule that a pod breaks.
struct Violation {
  const Policy* policy;
  const Rule* rule;
  Action action;
  Finding finding;
  std::string message;                  // the rule author's sentence, or the finding's own
  const Exception* excepted = nullptr;  // who lets it pass; such a violation is only recorded
  bool more = false;                    // the last kept of its rule, which found more
};

/// Kept of one rule at most, each time that it looks at a pod: more refuse no more than these.
inline constexpr std::size_t kMaxViolationsOfARule = 256;

/// Whether a violation refuses the pod.
inline bool denies(const Violation& violation) {
  return violation.action == Action::deny && !violation.excepted;
}

/// The answer to one request. It has no uid: that belongs to the envelope. Views and pointers in it
/// live as long as the request's bytes and the policy set; memory is kept for the next request.
struct Verdict {
  SparkPod spark;
  PlanHandle plan;  // of the policies that match; `plan.plan` is never null after a decision
  bool allowed = true;
  Patch patch;                        // what the pod needs; empty at the validating door
  Patch audited_patch;                // what it would need if policies in mode audit were enforced
  std::vector<LeftOut> left_out;      // what policies asked for and did not get
  Adoption adoption;                  // whether an executor got an owner
  std::vector<Violation> violations;  // of each rule the first, whatever its action

  PlanKey key;  // scratch of the decision

  /// Ready for the next request.
  void clear();
};

}  // namespace sparkgate::decision
