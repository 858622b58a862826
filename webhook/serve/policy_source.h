#pragma once

#include <string>
#include <vector>

#include "base/metrics.h"
#include "base/result.h"
#include "base/snapshot.h"
#include "decision/policy_set.h"
#include "policyfile/load.h"

namespace sparkgate::serve {

/// The policy directory of a running server: loads it, watches its content, publishes whole sets.
/// A set that does not load leaves the last good one serving. For one thread; the snapshot is for
/// all.
class PolicySource {
 public:
  /// `metrics` must outlive the source.
  PolicySource(std::string path, Metrics& metrics);

  /// Loads the first set and gives its issues: it is served when none of them is an error. An error
  /// when the directory cannot be read.
  Result<std::vector<policyfile::Issue>> start();

  /// Looks whether the content has changed, and publishes it when it loads. A directory that has
  /// lost all its policies is a mistake too: it would open every door at once.
  void poll();

  const Snapshot<decision::PolicySet>& policies() const { return policies_; }

 private:
  bool loses_all(const decision::PolicySet& next) const;
  void publish(std::shared_ptr<const decision::PolicySet> set);
  void report(const std::vector<policyfile::Issue>& issues, bool loaded) const;

  std::string path_;
  Metrics& metrics_;
  Counter replaced_;
  Counter refused_;
  Snapshot<decision::PolicySet> policies_;
  std::string tried_;  // fingerprint of the content that was tried last
};

}  // namespace sparkgate::serve
