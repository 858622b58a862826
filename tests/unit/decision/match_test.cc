#include "decision/match.h"

#include <gtest/gtest.h>

#include "support/world.h"

namespace sparkgate {
namespace {

/// Whether a policy with this `match` applies to the pod.
bool applies(const std::string& match, const Review& review) {
  const auto set =
      policy("{match: " + match + ", rules: [{name: r, images: {allow: [nowhere.example/*]}}]}");
  return !ask(set, review).policies.empty();
}

/// Sent by jane, into spark-jobs, runs as spark.
const Review& driver() {
  static const Review kDriver("spark-submit-4.1.4-driver");
  return kDriver;
}

/// Sent by the driver's account, runs as default.
const Review& executor() {
  static const Review kExecutor("client-mode-4.1.4-executor-ownerless");
  return kExecutor;
}

TEST(Match, NothingMeansEverySparkPod) {
  EXPECT_TRUE(applies("{}", driver()));
  EXPECT_TRUE(applies("{}", executor()));
}

TEST(Match, Namespaces) {
  EXPECT_TRUE(applies("{namespaces: [spark-jobs]}", driver()));
  EXPECT_TRUE(applies("{namespaces: [other, 'spark-*']}", driver()));
  EXPECT_FALSE(applies("{namespaces: [spark]}", driver()));
  EXPECT_FALSE(applies("{excludeNamespaces: ['spark-*']}", driver()));
  EXPECT_FALSE(applies("{namespaces: ['*'], excludeNamespaces: [spark-jobs]}", driver()));
  EXPECT_TRUE(applies("{excludeNamespaces: [other]}", driver()));
}

TEST(Match, RolesAndLaunchers) {
  EXPECT_TRUE(applies("{roles: [driver]}", driver()));
  EXPECT_FALSE(applies("{roles: [executor]}", driver()));
  EXPECT_TRUE(applies("{launchers: [livy, spark-submit]}", driver()));
  EXPECT_FALSE(applies("{launchers: [spark-submit]}", executor()));
}

TEST(Match, ThePodsAccountAndTheCallersName) {
  EXPECT_TRUE(applies("{serviceAccounts: [spark]}", driver()));
  EXPECT_FALSE(applies("{serviceAccounts: [spark]}", executor()));  // runs as default: recorded
  EXPECT_TRUE(applies("{users: ['system:serviceaccount:spark-jobs:*']}", executor()));
  EXPECT_FALSE(applies("{users: ['system:serviceaccount:spark-jobs:*']}", driver()));
  EXPECT_TRUE(applies("{groups: [nobody, spark-users]}", driver()));
  EXPECT_FALSE(applies("{groups: [nobody]}", driver()));
}

TEST(Match, PodSelector) {
  EXPECT_TRUE(applies("{podSelector: {matchLabels: {spark-version: 4.1.4}}}", driver()));
  EXPECT_FALSE(applies("{podSelector: {matchLabels: {tier: gold}}}", driver()));
  EXPECT_TRUE(applies("{podSelector: {matchExpressions: [{key: tier, operator: DoesNotExist}]}}",
                      driver()));
}

TEST(Match, AnEmptyLabelIsThere) {
  Review empty = driver();
  empty.set("/metadata/labels/tier", "");
  const auto expression = [](const std::string& text) {
    return "{podSelector: {matchExpressions: [{key: tier, operator: " + text + "}]}}";
  };
  EXPECT_TRUE(applies(expression(R"(In, values: [gold, ""])"), empty));
  EXPECT_FALSE(applies(expression(R"(NotIn, values: [""])"), empty));
  EXPECT_TRUE(applies(expression("Exists"), empty));
  EXPECT_FALSE(applies(expression(R"(In, values: [""])"), driver()));
}

TEST(Match, AllPods) {
  Review other("spark-submit-4.1.4-driver");
  other.set("/metadata/labels", {{"app", "nginx"}}).set("/spec/containers/0/args", {"nginx"});
  other.erase("/spec/containers/0/env");
  EXPECT_FALSE(applies("{}", other));
  EXPECT_TRUE(applies("{pods: all}", other));
  EXPECT_TRUE(applies("{pods: all}", driver()));
  EXPECT_FALSE(applies("{pods: all, roles: [driver]}", other));
  EXPECT_EQ(ask(policy("{match: {pods: all}, rules: [{name: r, images: {allow: [no/*]}}]}"), other)
                .denial,
            "policy p refuses this pod in namespace spark-jobs (1 rule):\n"
            " r: spec.containers[0].image \"registry.example.com/spark/spark-py:4.1.4\" is not "
            "from no/*");
}

TEST(Match, HandMadeDriversOnlyWhereAPolicyWantsThem) {
  const Review hand_made("client-mode-3.5.9-driver-unlabelled");
  const auto wanting = [](const std::string& match) {
    return policy("{recognise: {clientMode: true}, match: " + match + "}");
  };
  EXPECT_EQ(ask(policy("{}"), hand_made).role, "");
  EXPECT_EQ(ask(wanting("{}"), hand_made).role, "driver");
  EXPECT_EQ(ask(wanting("{namespaces: [spark-jobs]}"), hand_made).role, "driver");
  EXPECT_EQ(ask(wanting("{namespaces: [other]}"), hand_made).role, "");
  EXPECT_EQ(ask(wanting("{users: [joe]}"), hand_made).role, "");
}

TEST(Match, AThousandOtherNamespacesAreNotEvenTried) {
  std::string text;
  for (int i = 0; i < 1000; ++i) {
    text += "---\napiVersion: sparkgate.dev/v1\nkind: SparkPolicy\nmetadata: {name: p" +
            std::to_string(i) + "}\nspec:\n  match: {namespaces: [ns-" + std::to_string(i) +
            "]}\n  defaults: {both: {spec: {schedulerName: s" + std::to_string(i) + "}}}\n";
  }
  const auto set = policies(text);
  EXPECT_EQ(set->candidates("ns-7").size(), 1U);
  EXPECT_EQ(set->candidates("spark-jobs").size(), 0U);
}

}  // namespace
}  // namespace sparkgate
