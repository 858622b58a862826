#include "replay/report.h"

#include <algorithm>
#include <iterator>

namespace sparkgate::replay {
namespace {

/// The kinds that an outcome has, as bits: its pod counts once in each.
unsigned kinds_of(const Outcome& outcome) {
  unsigned kinds = 0;
  for (const Finding& finding : outcome.findings) {
    kinds |= 1U << static_cast<unsigned>(finding.kind);
  }
  return kinds;
}

template <class Numbers>
void add_up(Numbers& sums, const Numbers& more) {
  for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += more[i];
}

}  // namespace

std::vector<const Owners::Owner*> examples_of(const Group& group) {
  std::vector<const Owners::Owner*> result;
  for (const auto& [mark, owner] : group.owners.sample()) {
    if (!owner.example.lines.empty()) result.push_back(&owner);
  }
  std::sort(result.begin(), result.end(),
            [](const auto* a, const auto* b) { return a->example < b->example; });
  return result;
}

void Report::add(const Outcome& outcome) {
  if (!outcome.problem.empty()) {
    ++broken;
    problems.emplace(outcome.at.place(), outcome.problem);
    return keep_within_bounds();
  }
  if (outcome.skipped != Skipped::no) {
    ++skipped[static_cast<std::size_t>(outcome.skipped)];
    return;
  }
  decided.add(outcome.role);
  if (outcome.known_then) ++(outcome.same_then ? same_then : other_then);
  if (outcome.findings.empty()) return;
  const unsigned kinds = kinds_of(outcome);
  for (std::size_t kind = 0; kind < pods.size(); ++kind) pods[kind] += (kinds >> kind) & 1U;
  const std::uint64_t mark = mark_of(outcome.owner);
  for (const Finding& finding : outcome.findings) add(outcome, finding, mark);
}

void Report::add(const Outcome& outcome, const Finding& finding, std::uint64_t mark) {
  ++findings;
  Group& group = groups[{finding.kind, outcome.namespace_name, finding.policy, finding.rule}];
  Pods pod;
  pod.add(outcome.role);
  group.pods.add(pod);
  group.owners.add(mark, pod, outcome.at, examples, [&] {
    return Example{outcome.at.place(), outcome.owner, outcome.name, finding.lines};
  });
  keep_within_bounds();
}

/// What goes never was, and never will be, among the first: counts of what stays are whole.
void Report::keep_within_bounds() {
  while (groups.size() > kMostGroups) groups.erase(std::prev(groups.end()));
  while (problems.size() > kMostProblems) problems.erase(std::prev(problems.end()));
}

void Report::merge(const Report& other) {
  decided.add(other.decided);
  add_up(pods, other.pods);
  add_up(skipped, other.skipped);
  same_then += other.same_then;
  other_then += other.other_then;
  broken += other.broken;
  findings += other.findings;
  problems.insert(other.problems.begin(), other.problems.end());
  for (const auto& [key, group] : other.groups) {
    Group& sum = groups[key];
    sum.pods.add(group.pods);
    sum.owners.merge(group.owners, examples);
  }
  keep_within_bounds();
}

std::uint64_t Report::without_group() const {
  std::uint64_t rest = findings;
  for (const auto& [key, group] : groups) rest -= group.pods.all();
  return rest;
}

std::vector<std::pair<GroupKey, const Group*>> Report::groups_of(Kind kind) const {
  std::vector<std::pair<GroupKey, const Group*>> result;
  for (const auto& [key, group] : groups) {
    if (key.kind == kind) result.emplace_back(key, &group);
  }
  std::stable_sort(result.begin(), result.end(), [](const auto& a, const auto& b) {
    return a.second->pods.all() > b.second->pods.all();
  });
  return result;
}

}  // namespace sparkgate::replay
