#include <gtest/gtest.h>

#include "support/world.h"

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;

PolicySetPointer registries() {
  return policy("{rules: [{name: registries, images: {allow: [registry.example.com/*]}}]}");
}

Lines paths(const cli::Examined& examined) {
  Lines result;
  for (const cli::Breach& breach : examined.violations) result.push_back(breach.path);
  return result;
}

TEST(Update, AChangedImageIsJudged) {
  const cli::Examined examined =
      ask(registries(), Review("client-mode-4.1.4-executor-update-image"));
  EXPECT_FALSE(examined.allowed);
  EXPECT_EQ(paths(examined), Lines{"spec.containers[0].image"});
}

TEST(Update, WhatWasThereBeforeIsForgiven) {
  // its image is docker.io/evil already; only a toleration, or a label, is changed
  EXPECT_TRUE(ask(registries(), Review("client-mode-4.1.4-executor-update-toleration")).allowed);
  EXPECT_TRUE(ask(registries(), Review("client-mode-4.1.4-executor-update-unlabel")).allowed);
}

TEST(Update, ALostLabelOpensNoDoor) {
  Review review("client-mode-4.1.4-executor-update-unlabel");
  EXPECT_EQ(ask(registries(), review).role, "executor");
  review.set("/spec/containers/0/image", "docker.io/worse");
  EXPECT_FALSE(ask(registries(), review).allowed);
}

TEST(Update, AWorseRatioIsNotTheOneOfBefore) {
  const auto set = policy("{rules: [{name: r, resources: {maxLimitToRequest: {cpu: 2}}}]}");
  Review review = minimal("executor");
  review.set("/spec/containers/0/resources",
             {{"limits", {{"cpu", "4"}}}, {"requests", {{"cpu", "1"}}}});
  review.update();
  EXPECT_TRUE(ask(set, review).allowed);
  review.set("/spec/containers/0/resources/requests/cpu", "100m");
  EXPECT_FALSE(ask(set, review).allowed);
}

/// An executor whose image is being changed to one that no policy allows; `match` is the policy's.
bool allowed_under(const std::string& match, const std::string& rule_roles, Review review) {
  review.set("/spec/containers/0/image", "docker.io/evil");
  const auto set = policy("{match: " + match + ", rules: [{name: r" + rule_roles +
                          ", images: {allow: [registry.example.com/*]}}]}");
  return ask(set, review).allowed;
}

TEST(Update, ChangedLabelsOpenNoDoor) {
  Review untiered = minimal("executor");
  untiered.set("/metadata/labels/tier", "gold").update().erase("/metadata/labels/tier");
  EXPECT_FALSE(allowed_under("{podSelector: {matchLabels: {tier: gold}}}", "", untiered));
  Review promoted = minimal("executor").update();
  promoted.set("/metadata/labels/spark-role", "driver");
  EXPECT_FALSE(allowed_under("{roles: [executor]}", "", promoted));
  EXPECT_FALSE(allowed_under("{}", ", roles: [executor]", promoted));
  EXPECT_FALSE(allowed_under("{roles: [driver]}", "", promoted));
  Review disguised = minimal("executor").update();
  disguised.set("/metadata/labels/sparkoperator.k8s.io~1app-name", "x");
  EXPECT_FALSE(allowed_under("{launchers: [client-mode]}", "", disguised));
  EXPECT_FALSE(allowed_under("{launchers: [spark-operator]}", "", disguised));
  Review taken_off = minimal("executor").update();
  taken_off.erase("/metadata/labels/spark-role");
  EXPECT_FALSE(allowed_under("{}", "", taken_off));
}

TEST(Update, OnlyWhatWasJudgedIsForgiven) {
  const auto set = policy("{rules: [{name: r, roles: [driver], images: {allow: [no/*]}}]}");
  Review executor = minimal("executor");
  executor.update().set("/metadata/labels/spark-role", "driver");
  EXPECT_EQ(paths(ask(set, executor)), Lines{"spec.containers[0].image"});
  Review stranger = minimal("driver");
  stranger.erase("/metadata/labels/spark-role");
  stranger.update().set("/metadata/labels/spark-role", "driver");
  EXPECT_EQ(paths(ask(set, stranger)), Lines{"spec.containers[0].image"});
  Review driver = minimal("driver");
  driver.update().set("/metadata/labels/team", "a");
  EXPECT_TRUE(ask(set, driver).allowed);
}

TEST(Update, IsReportedOnce) {
  Review promoted = minimal("executor").update();
  promoted.set("/metadata/labels/spark-role", "driver").set("/spec/containers/0/image", "evil");
  EXPECT_EQ(paths(ask(registries(), promoted)), Lines{"spec.containers[0].image"});
}

TEST(Update, AnEphemeralContainerIsJudged) {
  const cli::Examined examined =
      ask(registries(), Review("client-mode-4.1.4-executor-ephemeralcontainers"));
  EXPECT_FALSE(examined.allowed);
  EXPECT_EQ(paths(examined), Lines{"spec.ephemeralContainers[0].image"});
}

TEST(Update, AResizeIsJudged) {
  const auto small = policy("{rules: [{name: size, resources: {max: {memory: 1Ki}}}]}");
  const Review resize("client-mode-4.1.4-executor-resize");
  EXPECT_FALSE(ask(small, resize).allowed);
  EXPECT_TRUE(
      ask(policy("{rules: [{name: size, resources: {max: {memory: 64Gi}}}]}"), resize).allowed);
}

TEST(Delete, IsNobodysBusiness) {
  Review review = minimal("driver");
  review.set("/spec/containers/0/image", "docker.io/evil").set_request("/operation", "DELETE");
  EXPECT_TRUE(ask(registries(), review).allowed);
}

}  // namespace
}  // namespace sparkgate
