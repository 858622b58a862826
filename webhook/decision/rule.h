#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "decision/fragment.h"
#include "decision/match.h"

namespace sparkgate::decision {

enum class Action { deny, warn, audit };

constexpr std::string_view name_of(Action action) {
  return action == Action::deny ? "deny" : action == Action::warn ? "warn" : "audit";
}

/// What a check found in a pod, in words for a person.
struct Finding {
  std::string path;     // "spec.containers[0].image"
  std::string found;    // what stands there, as it was written; empty when something is missing
  std::string allowed;  // what may stand there
  std::string text;     // the sentence, beginning with the path
};

/// Takes what checks find, one at a time: a hostile pod has a hundred thousand of them.
class Findings {
 public:
  virtual ~Findings() = default;
  virtual void push_back(Finding finding) = 0;
};

/// What a check looks at, where a driver may tell it of its executors before they come.
enum class Topic { other, creator, images, account };

/// What a rule looks at. One class a rule key (`images`, `resources`, …), one file a class.
class Check {
 public:
  virtual ~Check() = default;

  /// Appends what the pod has that it may not have. Must not throw, whatever the pod looks like.
  /// Of an UPDATE the old pod is asked about, too (`subject.pod` is that one then), and what is
  /// found in both is forgiven (forgive.h). So a check of pods needs to know nothing of operations;
  /// one that speaks of who creates a pod asks `request->creates_pod()`, one that speaks of a
  /// change compares `subject.pod` with `request->old_pod` and finds nothing in the old one.
  virtual void run(const Subject& subject, Findings& findings) const = 0;

  /// Of all that it finds; but an image does not tell its pull policy.
  virtual Topic topic() const { return Topic::other; }
};

/// One entry of a policy's `rules`.
struct Rule {
  std::string name;
  Action action = Action::deny;
  unsigned roles = 0;   // bit set of Role; empty: every pod the policy matches
  std::string message;  // the author's sentence with {placeholders}; empty: the finding's own
  std::unique_ptr<const Check> check;
  Origin origin;
};

}  // namespace sparkgate::decision
