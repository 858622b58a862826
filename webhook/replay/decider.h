#pragma once

#include <string>

#include "admission/review.h"
#include "decision/policy_set.h"
#include "decision/verdict.h"

namespace sparkgate::replay {

/// What one policy set says about pods, by the server's own code: the mutating door, then the
/// validating one about the pod that comes of it. For one thread; reuses its memory.
class Decider {
 public:
  /// `policies` must outlive it.
  explicit Decider(const decision::PolicySet& policies) : policies_(policies) {}

  /// Decides about a request. The verdicts stay until the next one, and no longer than the request.
  void decide(const decision::Request& request);

  const decision::Verdict& mutated() const { return mutated_; }
  const decision::Verdict& validated() const { return validated_; }

  /// The patch of `mutated`, read: a list, or nothing when it is empty.
  decision::View operations() const { return operations_; }

 private:
  const decision::PolicySet& policies_;
  decision::Verdict mutated_, validated_;
  std::string operations_text_, patched_;  // the pod that was changed
  simdjson::dom::parser operations_parser_, patched_parser_;
  decision::View operations_;
};

}  // namespace sparkgate::replay
