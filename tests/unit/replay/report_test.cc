#include "replay/report.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

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
  outcome.findings = {{Kind::denied, "p", rule, {"why " + std::to_string(line)}}};
  return outcome;
}

Outcome broken(std::uint64_t line) {
  Outcome outcome;
  outcome.at = {&kFile, line, 0};
  outcome.problem = "broken";
  return outcome;
}

/// The examples of the only group: "OWNER PODS PLACE".
std::vector<std::string> examples(const Report& report) {
  std::vector<std::string> result;
  for (const auto* one : examples_of(*report.groups_of(Kind::denied).front().second)) {
    result.push_back(one->example.owner + " " + std::to_string(one->pods.all()) + " " +
                     text_of(one->example.at));
  }
  return result;
}

TEST(Report, FoldsPodsOfOneOwner) {
  Report report(2);
  report.add(denied(Role::executor, "n", "a", "r", 3));
  report.add(denied(Role::driver, "n", "a", "r", 1));
  report.add(denied(Role::executor, "n", "a", "r", 2));
  const auto groups = report.groups_of(Kind::denied);
  ASSERT_EQ(groups.size(), 1U);
  EXPECT_EQ(groups.front().second->owners.count(), 1U);
  const auto owners = examples_of(*groups.front().second);
  ASSERT_EQ(owners.size(), 1U);
  EXPECT_EQ(owners[0]->pods.drivers, 1U);
  EXPECT_EQ(owners[0]->pods.executors, 2U);
  EXPECT_EQ(owners[0]->example, (Example{{"f", 1, 0}, "a", "pod-1", {"why 1"}}));
}

// The marks of a and b are the smallest of these.
TEST(Report, ShowsTheOwnersOfTheSmallestMarks) {
  Report report(2);
  std::uint64_t line = 0;
  for (const char* owner : {"d", "c", "b", "a", "b", "d"}) {
    report.add(denied(Role::none, "n", owner, "r", ++line));
  }
  EXPECT_EQ(report.groups_of(Kind::denied).front().second->owners.count(), 4U);
  EXPECT_EQ(examples(report), (std::vector<std::string>{"b 2 f:3", "a 1 f:4"}));
}

TEST(Report, PutsTheLargestGroupFirst) {
  Report report(1);
  report.add(denied(Role::none, "a", "o", "r"));
  report.add(denied(Role::none, "b", "o", "r"));
  report.add(denied(Role::none, "b", "o", "r"));
  const auto groups = report.groups_of(Kind::denied);
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_EQ(groups[0].first.namespace_name, "b");
  EXPECT_EQ(groups[1].first.namespace_name, "a");
}

TEST(Report, CountsAPodOnceInAKind) {
  Report report(1);
  Outcome outcome = denied(Role::driver, "n", "o", "r");
  outcome.findings.push_back({Kind::denied, "p", "s", {"why"}});
  outcome.findings.push_back({Kind::changed, "p", "", {"add /spec"}});
  report.add(outcome);
  EXPECT_EQ(report.pods_of(Kind::denied), 1U);
  EXPECT_EQ(report.pods_of(Kind::changed), 1U);
  EXPECT_EQ(report.groups_of(Kind::denied).size(), 2U);
  EXPECT_EQ(report.decided.all(), 1U);
}

TEST(Report, KeepsTheFirstGroups) {
  Report report(1);
  for (std::size_t i = Report::kMostGroups + 3; i > 0; --i) {
    report.add(denied(Role::none, std::to_string(100'000 + i), "o", "r"));
  }
  EXPECT_EQ(report.groups.size(), Report::kMostGroups);
  EXPECT_EQ(report.without_group(), 3U);
  EXPECT_EQ(report.groups.begin()->first.namespace_name, "100001");
  report.add(denied(Role::none, "100001", "o", "r"));
  report.add(denied(Role::none, "200000", "o", "r"));
  EXPECT_EQ(report.groups.begin()->second.pods.all(), 2U);
  EXPECT_EQ(report.without_group(), 4U);
}

TEST(Report, TellsTheFirstProblems) {
  Report report(1);
  for (std::uint64_t line = 12; line > 0; --line) report.add(broken(line));
  EXPECT_EQ(report.broken, 12U);
  ASSERT_EQ(report.problems.size(), 10U);
  EXPECT_EQ(report.problems.rbegin()->first, (Place{"f", 10, 0}));
  EXPECT_EQ(report.decided.all(), 0U);
}

}  // namespace
}  // namespace sparkgate::replay
