#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "replay/outcome.h"
#include "replay/owners.h"

namespace sparkgate::replay {

struct GroupKey {
  Kind kind;
  std::string namespace_name, policy, rule;
  auto operator<=>(const GroupKey&) const = default;
};

/// What a policy (and rule) did in a namespace.
struct Group {
  Pods pods;
  Owners owners;
};

/// The owners of a group that have an example, by the places of these.
std::vector<const Owners::Owner*> examples_of(const Group& group);

/// What a replay found. The same whatever the order of the outcomes is, and whichever of them were
/// added to reports of their own that are merged later. Memory is bounded: of the groups the
/// kMostGroups first by their keys are kept, of the problems the kMostProblems first by place.
struct Report {
  static constexpr std::size_t kMostGroups = 10'000;
  static constexpr std::size_t kMostProblems = 10;

  explicit Report(std::size_t examples_of_a_group) : examples(examples_of_a_group) {}

  void add(const Outcome& outcome);

  /// `other` must keep as many examples.
  void merge(const Report& other);

  /// The groups of a kind, those of most pods first.
  std::vector<std::pair<GroupKey, const Group*>> groups_of(Kind kind) const;

  std::uint64_t pods_of(Kind kind) const { return pods[static_cast<std::size_t>(kind)]; }

  /// Findings in groups for which there was no room.
  std::uint64_t without_group() const;

  std::size_t examples;  // owners of a group that have one
  Pods decided;
  std::array<std::uint64_t, kKindNames.size()> pods{};   // by Kind
  std::array<std::uint64_t, kSkippedReasons> skipped{};  // by Skipped
  std::uint64_t same_then = 0, other_then = 0;           // what the audit log tells
  std::uint64_t broken = 0, findings = 0;
  std::set<std::pair<Place, std::string>> problems;
  std::map<GroupKey, Group> groups;

 private:
  void add(const Outcome& outcome, const Finding& finding, std::uint64_t mark);
  void keep_within_bounds();
};

}  // namespace sparkgate::replay
