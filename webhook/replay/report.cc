#include "replay/report.h"

#include <algorithm>

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

/// A key of an owner in a group; groups do not move.
std::string owner_key(const Group& group, const std::string& owner) {
  const Group* address = &group;
  std::string key(reinterpret_cast<const char*>(&address), sizeof address);
  return key + owner;
}

}  // namespace

void Pods::add(decision::Role role) {
  using decision::Role;
  ++(role == Role::driver ? drivers : role == Role::executor ? executors : others);
}

void Report::add(const Outcome& outcome) {
  if (!outcome.problem.empty()) {
    ++broken_;
    if (problems_.size() < kMostProblems) {
      problems_.push_back(text_of(outcome.at) + ": " + outcome.problem);
    }
    return;
  }
  if (outcome.skipped != Skipped::no) {
    ++skipped_[static_cast<std::size_t>(outcome.skipped)];
    return;
  }
  decided_.add(outcome.role);
  if (outcome.known_then) ++(outcome.same_then ? same_then_ : other_then_);
  const unsigned kinds = kinds_of(outcome);
  for (std::size_t kind = 0; kind < pods_.size(); ++kind) pods_[kind] += (kinds >> kind) & 1U;
  for (const Finding& finding : outcome.findings) add(outcome, finding);
}

void Report::add(const Outcome& outcome, const Finding& finding) {
  GroupKey key{finding.kind, outcome.namespace_name, finding.policy, finding.rule};
  auto found = groups_.find(key);
  if (found == groups_.end()) {
    if (groups_.size() == kMostGroups) {
      ++without_group_;
      return;
    }
    found = groups_.emplace(std::move(key), Group()).first;
  }
  found->second.pods.add(outcome.role);
  add_owner(found->second, outcome, finding);
}

void Report::add_owner(Group& group, const Outcome& outcome, const Finding& finding) {
  std::string key = owner_key(group, outcome.owner);
  auto known = owners_.find(key);
  if (known == owners_.end()) {
    if (owners_.size() == kMostOwners) {
      owners_are_all_ = false;
      return;
    }
    known = owners_.emplace(std::move(key), group.examples.size()).first;
    ++group.owners;
    if (group.examples.size() < most_examples_) {
      group.examples.push_back({outcome.owner, {}, text_of(outcome.at), outcome.name, finding.why});
    } else {
      known->second = most_examples_;
    }
  }
  if (known->second < group.examples.size()) {
    group.examples[known->second].pods.add(outcome.role);
  }
}

std::vector<std::pair<GroupKey, const Group*>> Report::groups(Kind kind) const {
  std::vector<std::pair<GroupKey, const Group*>> result;
  for (const auto& [key, group] : groups_) {
    if (key.kind == kind) result.emplace_back(key, &group);
  }
  std::stable_sort(result.begin(), result.end(), [](const auto& a, const auto& b) {
    return a.second->pods.all() > b.second->pods.all();
  });
  return result;
}

}  // namespace sparkgate::replay
