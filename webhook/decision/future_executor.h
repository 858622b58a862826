#pragma once

#include <string>
#include <string_view>

#include "decision/foretell.h"
#include "decision/policy_set.h"
#include "decision/rule.h"

namespace sparkgate::decision {

using Topics = unsigned;  // bit set of Topic

/// What of its executors a driver tells, and what the templates of a policy decide about them.
Topics told_by(const Foretold& told);
Topics set_by(const Policy& policy);

/// The executors to come, as one pod that the policies see. What is not known of it has no name
/// that a policy could mean. All that it is made of must outlive it.
class FutureExecutor {
 public:
  FutureExecutor(const PolicySet& policies, const Subject& driver, const Foretold& told);
  FutureExecutor(const FutureExecutor&) = delete;
  FutureExecutor& operator=(const FutureExecutor&) = delete;

  const Subject& subject() const { return subject_; }

  /// Whether it is known what a rule of that topic will look at.
  bool knows(Topic topic) const { return (known_ & ~unsure_ & bit(topic)) != 0; }

  /// The plan of the policies that surely apply. What others would set is not known from here on.
  PlanHandle plan();

  /// Applies the templates of that plan.
  void complete();

  /// Whether conditions ask what is not known, and none of the others fails.
  bool may_match(const Match& match) const { return is_open(match) && !is_other(match); }

 private:
  bool is_open(const Match& match) const;
  bool is_other(const Match& match) const;
  std::string_view image() const;

  const PolicySet& policies_;
  Topics known_;
  Topics unsure_ = 0;
  std::string creator_;
  simdjson::dom::parser sent_, stored_;  // hold what `subject_` views
  Request request_;
  Subject subject_;
};

}  // namespace sparkgate::decision
