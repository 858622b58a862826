#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "replay/outcome.h"

namespace sparkgate::replay {

/// How many pods, of which kind.
struct Pods {
  std::uint64_t drivers = 0, executors = 0, others = 0;

  std::uint64_t all() const { return drivers + executors + others; }
  void add(decision::Role role);
};

/// One owner in a group, with its first pod there.
struct Example {
  std::string owner;
  Pods pods;
  std::string where, name, why;
};

/// What a policy (and rule) did in a namespace.
struct Group {
  Pods pods;
  std::uint64_t owners = 0;
  std::vector<Example> examples;  // the first owners
};

struct GroupKey {
  Kind kind;
  std::string namespace_name, policy, rule;
  auto operator<=>(const GroupKey&) const = default;
};

/// What a replay found. Takes outcomes in the order of the input; its memory is bounded: examples
/// of a group, groups (kMostGroups) and owners that are told apart (kMostOwners) are.
class Report {
 public:
  static constexpr std::size_t kMostGroups = 10'000;
  static constexpr std::size_t kMostOwners = 200'000;
  static constexpr std::size_t kMostProblems = 10;

  explicit Report(std::size_t examples) : most_examples_(examples) {}

  void add(const Outcome& outcome);

  /// The groups of a kind, those of most pods first.
  std::vector<std::pair<GroupKey, const Group*>> groups(Kind kind) const;

  const Pods& decided() const { return decided_; }
  std::uint64_t pods(Kind kind) const { return pods_[static_cast<std::size_t>(kind)]; }
  std::uint64_t skipped(Skipped why) const { return skipped_[static_cast<std::size_t>(why)]; }
  std::uint64_t broken() const { return broken_; }
  const std::vector<std::string>& problems() const { return problems_; }
  std::uint64_t same_then() const { return same_then_; }
  std::uint64_t other_then() const { return other_then_; }

  /// Pods in groups, and owners in them, for which there was no room.
  std::uint64_t without_group() const { return without_group_; }
  bool owners_are_all() const { return owners_are_all_; }

 private:
  void add(const Outcome& outcome, const Finding& finding);
  void add_owner(Group& group, const Outcome& outcome, const Finding& finding);

  std::size_t most_examples_;
  Pods decided_;
  std::array<std::uint64_t, kKindNames.size()> pods_{};
  std::array<std::uint64_t, kSkippedReasons> skipped_{};
  std::uint64_t broken_ = 0, same_then_ = 0, other_then_ = 0, without_group_ = 0;
  std::vector<std::string> problems_;
  std::map<GroupKey, Group> groups_;
  std::unordered_map<std::string, std::size_t> owners_;  // by group and owner: its example, or none
  bool owners_are_all_ = true;
};

}  // namespace sparkgate::replay
