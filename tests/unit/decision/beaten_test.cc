#include <gtest/gtest.h>

#include "decision/plan.h"
#include "support/world.h"

namespace sparkgate::decision {
namespace {

using Lines = std::vector<std::string>;

/// Policies a, b, … of these specs, one a document; policy N stands in line N.
PolicySetPointer lettered(const std::vector<std::string>& specs) {
  std::string text;
  char name = 'a';
  for (const std::string& spec : specs) {
    text += std::string("--- {apiVersion: sparkgate.dev/v1, kind: SparkPolicy, metadata: {name: ") +
            name++ + "}, spec: " + spec + "}\n";
  }
  return policies(text);
}

/// "PATH: WINNER:LINE beats LOSER:LINE by HOW" for drivers that all of them match.
Lines beaten(const std::vector<std::string>& specs) {
  const auto set = lettered(specs);
  PlanKey key{{}, Role::driver, "spark-kubernetes-driver"};
  for (std::uint32_t i = 0; i < specs.size(); ++i) key.policies.push_back(i);
  Lines result;
  for (const Beaten& one : set->plan(key).plan->beaten) {
    const char* how = one.by == Beaten::By::strength   ? "strength"
                      : one.by == Beaten::By::priority ? "priority"
                                                       : "name";
    result.push_back(one.path + ": " + std::string(one.winner.policy) + ":" +
                     std::to_string(one.winner.line) + " beats " + std::string(one.loser.policy) +
                     ":" + std::to_string(one.loser.line) + " by " + how);
  }
  return result;
}

std::string scheduler(const std::string& strength, const std::string& name) {
  return strength + ": {both: {spec: {schedulerName: " + name + "}}}";
}

TEST(Beaten, ByAHigherPriority) {
  EXPECT_EQ(beaten({"{" + scheduler("overrides", "sx") + "}",
                    "{priority: 10, " + scheduler("overrides", "sy") + "}",
                    "{priority: 5, " + scheduler("overrides", "sz") + "}"}),
            (Lines{"spec.schedulerName: b:2 beats c:3 by priority",
                   "spec.schedulerName: b:2 beats a:1 by priority"}));
}

TEST(Beaten, ByAnOverrideOfAnyPriority) {
  EXPECT_EQ(beaten({"{" + scheduler("overrides", "sx") + "}",
                    "{priority: 10, " + scheduler("defaults", "sy") + "}"}),
            Lines{"spec.schedulerName: a:1 beats b:2 by strength"});
}

TEST(Beaten, IsNobodyWhoWantsTheSame) {
  EXPECT_EQ(beaten({"{" + scheduler("overrides", "sx") + "}",
                    "{priority: 10, " + scheduler("overrides", "sx") + "}"}),
            Lines{});
  EXPECT_EQ(beaten({"{" + scheduler("overrides", "sx") + ", " + scheduler("defaults", "sy") + "}"}),
            Lines{});
  EXPECT_EQ(beaten({"{overrides: {both: {spec: {tolerations: [{key: a}]}}}}",
                    "{priority: 1, overrides: {both: {spec: {tolerations: [{key: b}]}}}}"}),
            Lines{});
}

TEST(Beaten, InsideListsThatMerge) {
  const auto env = [](const std::string& value) {
    return "overrides: {both: {spec: {containers: [{name: $spark, env: [{name: A, value: '" +
           value + "'}]}]}}}";
  };
  EXPECT_EQ(beaten({"{" + env("1") + "}", "{priority: 1, " + env("2") + "}"}),
            Lines{"spec.containers.$spark.env.A: b:2 beats a:1 by priority"});
  EXPECT_EQ(beaten({"{overrides: {both: {spec: {volumes: [{name: v, emptyDir: {}}]}}}}",
                    "{priority: 1, overrides: {both: {spec: {volumes: [{name: v, hostPath: {path: "
                    "/x}}]}}}}"}),
            Lines{"spec.volumes.v: b:2 beats a:1 by priority"});
}

TEST(Beaten, ByPoliciesInModeAuditOnlyAmongThemAndOthers) {
  EXPECT_EQ(beaten({"{" + scheduler("overrides", "sx") + "}",
                    "{priority: 5, " + scheduler("overrides", "sy") + "}",
                    "{priority: 10, mode: audit, " + scheduler("overrides", "sz") + "}"}),
            (Lines{"spec.schedulerName: b:2 beats a:1 by priority",
                   "spec.schedulerName: c:3 beats b:2 by priority",
                   "spec.schedulerName: c:3 beats a:1 by priority"}));
  EXPECT_EQ(beaten({"{priority: 5, " + scheduler("overrides", "sy") + "}",
                    "{mode: audit, " + scheduler("overrides", "sz") + "}"}),
            Lines{"spec.schedulerName: a:1 beats b:2 by priority"});
}

}  // namespace
}  // namespace sparkgate::decision
