#pragma once

#include <optional>

#include "replay/batch.h"
#include "replay/decider.h"
#include "replay/outcome.h"

namespace sparkgate::replay {

/// The policy sets of a replay; they must outlive it.
struct Sets {
  const decision::PolicySet* policies = nullptr;
  const decision::PolicySet* against = nullptr;  // what changes from this one; null: nothing
};

/// What comes of objects, one after the other. For one thread.
class Judge {
 public:
  explicit Judge(const Sets& sets);

  /// The text must be followed by admission::kPadding readable bytes.
  Outcome judge(const Position& at, std::string_view text);

 private:
  void decide(const Asked& asked, Outcome& outcome);

  admission::ReviewReader reader_;
  std::chrono::sys_days today_;
  Decider policies_;
  std::optional<Decider> against_;
};

}  // namespace sparkgate::replay
