#include <gtest/gtest.h>

#include "support/world.h"

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;

/// Two policies of the given specs, in one file: `a` in line 5, `b` in line 11.
Lines together(const std::string& a, const std::string& b) {
  const std::string head = "apiVersion: sparkgate.dev/v1\nkind: SparkPolicy\nmetadata: {name: ";
  return mistakes(head + "a}\nspec:\n  " + a + "\n---\n" + head + "b}\nspec:\n  " + b + "\n");
}

constexpr char kOfA[] = "overrides: {both: {spec: {schedulerName: volcano}}}";
constexpr char kOfB[] = "overrides: {both: {spec: {schedulerName: yunikorn}}}";

TEST(Conflict, OfEqualPriorityIsAMistakeThatNamesBothLines) {
  EXPECT_EQ(
      together(kOfA, kOfB),
      Lines{"11:29: spec.schedulerName: policies 'a' (p.yaml:5) and 'b' want different values "
            "for one pod; give one of them a higher priority"});
}

TEST(Conflict, IsNoneWhereOneWins) {
  EXPECT_EQ(together(kOfA, std::string("priority: 1\n  ") + kOfB), Lines{});
  EXPECT_EQ(together(kOfA, "defaults: {both: {spec: {schedulerName: yunikorn}}}"), Lines{});
  EXPECT_EQ(together(kOfA, kOfA), Lines{});
}

TEST(Conflict, IsNoneWhereNoPodHasBoth) {
  const auto matched = [](const std::string& match) { return "match: " + match + "\n  "; };
  const std::vector<std::pair<const char*, const char*>> kApart = {
      {"{namespaces: [xa]}", "{namespaces: [ya]}"},
      {"{namespaces: ['x-*']}", "{namespaces: ['y-*', za]}"},
      {"{namespaces: ['*'], excludeNamespaces: [ya]}", "{namespaces: [ya]}"},
      {"{roles: [driver]}", "{roles: [executor]}"},
      {"{launchers: [livy]}", "{launchers: [kyuubi, airflow]}"},
      {"{users: ['a:*']}", "{users: ['b:*']}"},
      {"{serviceAccounts: [a]}", "{serviceAccounts: [b]}"},
      {"{podSelector: {matchLabels: {t: gold}}}", "{podSelector: {matchLabels: {t: tin}}}"}};
  for (const auto& [a, b] : kApart) {
    EXPECT_EQ(together(matched(a) + kOfA, matched(b) + kOfB), Lines{}) << a << b;
  }
  EXPECT_EQ(
      together(matched("{namespaces: ['x-*']}") + kOfA, matched("{namespaces: ['*-y']}") + kOfB)
          .size(),
      1U);
  EXPECT_EQ(together("overrides: {driver: {spec: {schedulerName: volcano}}}",
                     "overrides: {executor: {spec: {schedulerName: yunikorn}}}"),
            Lines{});
}

TEST(Conflict, IsLookedForInsideListsThatMerge) {
  EXPECT_EQ(
      together(
          "overrides: {both: {spec: {containers: [{name: $spark, env: [{name: A, value: '1'}]}]}}}",
          "overrides: {both: {spec: {containers: [{name: spark-kubernetes-driver, env: [{name: A, "
          "value: '2'}]}]}}}"),
      Lines{"11:80: spec.containers.$spark.env.A: policies 'a' (p.yaml:5) and 'b' want different "
            "values for one pod; give one of them a higher priority"});
  EXPECT_EQ(together("overrides: {both: {spec: {tolerations: [{key: a, operator: Exists}]}}}",
                     "overrides: {both: {spec: {tolerations: [{key: b, operator: Exists}]}}}"),
            Lines{});
  EXPECT_EQ(together("overrides: {both: {spec: {containers: [{name: $spark, resources: {limits: "
                     "{cpu: 2}}}]}}}",
                     "overrides: {both: {spec: {containers: [{name: $spark, resources: {limits: "
                     "{cpu: 2000m}}}]}}}"),
            Lines{});
}

TEST(Conflict, OfAnySpelledOutNameThatMayBeSparks) {
  const auto limit = [](const std::string& name, const std::string& cpu, const std::string& more) {
    return "overrides: {both: {spec: {containers: [{name: " + name +
           ", resources: {limits: {cpu: " + cpu + "}}" + more + "}]}}}";
  };
  for (const char* name : {"spark", "executor", "my-driver"}) {
    EXPECT_EQ(together(limit("$spark", "1", ""), limit(name, "2", "")).size(), 1U) << name;
  }
  EXPECT_EQ(together(limit("$spark", "1", ""), limit("side", "2", ", image: i")), Lines{});
}

TEST(Conflict, OfDefaultsAboutOneKeyOfTheNode) {
  const auto affinity = [](const std::string& layer, const std::string& key,
                           const std::string& value) {
    return layer + ": {both: {spec: {affinity: {nodeAffinity: " +
           "{requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: "
           "[{matchExpressions: [{key: " +
           key + ", operator: In, values: [" + value + "]}]}]}}}}}}";
  };
  EXPECT_EQ(together(affinity("defaults", "pool", "a"), affinity("defaults", "pool", "b")).size(),
            1U);
  EXPECT_EQ(together(affinity("defaults", "pool", "a"), affinity("defaults", "zone", "b")),
            Lines{});
  EXPECT_EQ(together(affinity("overrides", "pool", "a"), affinity("overrides", "pool", "b")),
            Lines{});
}

TEST(Conflict, OfTwoSourcesForOneVolume) {
  EXPECT_EQ(together("overrides: {both: {spec: {volumes: [{name: v, emptyDir: {}}]}}}",
                     "overrides: {both: {spec: {volumes: [{name: v, hostPath: {path: /x}}]}}}")
                .size(),
            1U);
}

// The oracle found these: loaded in one order of policies, a mistake in the other.
TEST(Conflict, IsFoundInEitherOrder) {
  const auto both_orders = [](const std::string& a, const std::string& b) {
    const auto override_of = [](const std::string& spec) {
      return "overrides: {driver: {spec: " + spec + "}}";
    };
    const std::string first = override_of(a), second = override_of(b);
    return std::pair(together(first, second).size(), together(second, first).size());
  };
  // Where `side` is what Spark's container is called, it stays, and `$spark` is changed.
  EXPECT_EQ(both_orders("{containers: [{name: $spark, tty: true}, {name: side, $patch: delete}]}",
                        "{containers: [{name: $spark, stdin: true}]}"),
            std::pair(0UL, 0UL));
  const std::string ordered =
      "{containers: [{name: side, image: i, $setElementOrder/ports: [{containerPort: 1}]}]}";
  EXPECT_EQ(both_orders(ordered,
                        "{containers: [{name: side, image: i, ports: [{$patch: replace}, "
                        "{containerPort: 1}]}]}"),
            std::pair(1UL, 1UL));
}

}  // namespace
}  // namespace sparkgate
