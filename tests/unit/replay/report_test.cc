#include "replay/report.h"

#include <gtest/gtest.h>

namespace sparkgate::replay {
namespace {

using decision::Role;

const std::string kFile = "f";

Outcome denied(Role role, const std::string& space, const std::string& owner,
               const std::string& rule, std::uint64_t line = 1) {
  Outcome outcome;
  outcome.at = {&kFile, line, 0};
  outcome.role = role;
  outcome.namespace_name = space;
  outcome.name = "pod-" + std::to_string(line);
  outcome.owner = owner;
  outcome.findings = {{Kind::denied, "p", rule, "why " + std::to_string(line)}};
  return outcome;
}

TEST(Report, FoldsPodsOfOneOwner) {
  Report report(2);
  report.add(denied(Role::driver, "n", "a", "r", 1));
  report.add(denied(Role::executor, "n", "a", "r", 2));
  report.add(denied(Role::executor, "n", "a", "r", 3));
  const auto groups = report.groups(Kind::denied);
  ASSERT_EQ(groups.size(), 1U);
  const Group& group = *groups.front().second;
  EXPECT_EQ(group.owners, 1U);
  ASSERT_EQ(group.examples.size(), 1U);
  EXPECT_EQ(group.examples[0].pods.drivers, 1U);
  EXPECT_EQ(group.examples[0].pods.executors, 2U);
  EXPECT_EQ(group.examples[0].where, "f:1");
  EXPECT_EQ(group.examples[0].name, "pod-1");
  EXPECT_EQ(group.examples[0].why, "why 1");
}

TEST(Report, KeepsTheFirstOwnersAndCountsAll) {
  Report report(2);
  for (const char* owner : {"a", "b", "c", "d", "c", "a"}) {
    report.add(denied(Role::none, "n", owner, "r"));
  }
  const Group& group = *report.groups(Kind::denied).front().second;
  EXPECT_EQ(group.owners, 4U);
  EXPECT_EQ(group.pods.all(), 6U);
  ASSERT_EQ(group.examples.size(), 2U);
  EXPECT_EQ(group.examples[0].owner, "a");
  EXPECT_EQ(group.examples[0].pods.all(), 2U);
  EXPECT_EQ(group.examples[1].owner, "b");
  EXPECT_EQ(group.examples[1].pods.all(), 1U);
}

TEST(Report, PutsTheLargestGroupFirst) {
  Report report(1);
  report.add(denied(Role::none, "a", "o", "r"));
  report.add(denied(Role::none, "b", "o", "r"));
  report.add(denied(Role::none, "b", "o", "r"));
  const auto groups = report.groups(Kind::denied);
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_EQ(groups[0].first.namespace_name, "b");
  EXPECT_EQ(groups[1].first.namespace_name, "a");
}

TEST(Report, CountsAPodOnceInAKind) {
  Report report(1);
  Outcome outcome = denied(Role::driver, "n", "o", "r");
  outcome.findings.push_back({Kind::denied, "p", "s", "why"});
  outcome.findings.push_back({Kind::changed, "p", "", "add /spec"});
  report.add(outcome);
  EXPECT_EQ(report.pods(Kind::denied), 1U);
  EXPECT_EQ(report.pods(Kind::changed), 1U);
  EXPECT_EQ(report.groups(Kind::denied).size(), 2U);
  EXPECT_EQ(report.decided().all(), 1U);
}

TEST(Report, IsBounded) {
  Report report(1);
  for (std::size_t i = 0; i < Report::kMostGroups + 3; ++i) {
    report.add(denied(Role::none, std::to_string(i), "o", "r"));
  }
  EXPECT_EQ(report.groups(Kind::denied).size(), Report::kMostGroups);
  EXPECT_EQ(report.without_group(), 3U);
  EXPECT_TRUE(report.owners_are_all());
  for (std::size_t i = 0; i < Report::kMostOwners; ++i) {
    report.add(denied(Role::none, "0", std::to_string(i), "r"));
  }
  EXPECT_FALSE(report.owners_are_all());
}

TEST(Report, TellsTheFirstProblems) {
  Report report(1);
  for (std::uint64_t line = 1; line <= 12; ++line) {
    Outcome outcome;
    outcome.at = {&kFile, line, 0};
    outcome.problem = "broken";
    report.add(outcome);
  }
  EXPECT_EQ(report.broken(), 12U);
  ASSERT_EQ(report.problems().size(), 10U);
  EXPECT_EQ(report.problems().back(), "f:10: broken");
  EXPECT_EQ(report.decided().all(), 0U);
}

}  // namespace
}  // namespace sparkgate::replay
