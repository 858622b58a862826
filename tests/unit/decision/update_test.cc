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

/// The paths of what is new in a driver whose tolerations, or other list, change so.
Lines new_in(const PolicySetPointer& set, const std::string& pointer, const nlohmann::json& before,
             const nlohmann::json& after) {
  Review review = minimal("driver").set(pointer, before).update();
  return paths(ask(set, review.set(pointer, after)));
}

TEST(Update, AMovedItemIsForgivenAndASecondOneIsNot) {
  const auto set = policy(
      "{rules: [{name: r, nodeSelection: {tolerations: {allow: [{key: spot, operator: "
      "Exists}]}}}]}");
  const nlohmann::json good = {{"key", "spot"}, {"operator", "Exists"}};
  const nlohmann::json bad = {{"key", "gpu"}, {"operator", "Exists"}};
  const nlohmann::json worse = {{"key", "db"}, {"operator", "Exists"}};
  using Items = std::vector<nlohmann::json>;
  const auto changed = [&](const Items& before, const Items& after) {
    return new_in(set, "/spec/tolerations", before, after);
  };
  EXPECT_EQ(changed({bad}, {good, bad}), Lines{});
  EXPECT_EQ(changed({bad, worse}, {worse, good, bad}), Lines{});
  EXPECT_EQ(changed({bad, bad}, {good, bad, bad}), Lines{});
  EXPECT_EQ(changed({bad}, {bad, good, bad}), Lines{"spec.tolerations[2]"});
  EXPECT_EQ(changed({bad}, {worse, bad}), Lines{"spec.tolerations[0]"});
  EXPECT_EQ(changed({bad}, {worse}), Lines{"spec.tolerations[0]"});
  EXPECT_EQ(changed({good}, {good, bad}), Lines{"spec.tolerations[1]"});
  EXPECT_EQ(changed({bad}, {good, good}), Lines{});
}

TEST(Update, ADebugContainerMayStandInFrontOfOthers) {
  const nlohmann::json known = {{"name", "a"}, {"image", "evil"}};
  const nlohmann::json added = {{"name", "b"}, {"image", "evil"}};
  const nlohmann::json fine = {{"name", "c"}, {"image", "registry.example.com/a"}};
  const auto changed = [&](const std::vector<nlohmann::json>& after) {
    return new_in(registries(), "/spec/ephemeralContainers", nlohmann::json::array({known}), after);
  };
  EXPECT_EQ(changed({fine, known}), Lines{});
  EXPECT_EQ(changed({added, known}), Lines{"spec.ephemeralContainers[0].image"});
  EXPECT_EQ(changed({added, fine}), Lines{"spec.ephemeralContainers[0].image"});
}

TEST(Update, TheSameInAnotherContainerIsNew) {
  const auto two = [](const char* one, const char* other) {
    return nlohmann::json::array({{{"name", "spark-kubernetes-driver"}, {"image", one}},
                                  {{"name", "side"}, {"image", other}}});
  };
  const auto changed = [&](const nlohmann::json& before, const nlohmann::json& after) {
    return new_in(registries(), "/spec/containers", before, after);
  };
  const char* good = "registry.example.com/a";
  EXPECT_EQ(changed(two("evil", good), two("evil", good)), Lines{});
  EXPECT_EQ(changed(two("evil", good), two("evil", "evil")), Lines{"spec.containers[1].image"});
  EXPECT_EQ(changed(two("evil", good), two(good, "evil")), Lines{"spec.containers[1].image"});
  Review review = minimal("driver").set("/spec/containers", two(good, "evil")).update();
  review.set("/spec/containers", two(good, good));
  review.set("/spec/initContainers", nlohmann::json::array({two(good, "evil")[1]}));
  EXPECT_EQ(paths(ask(registries(), review)), Lines{"spec.initContainers[0].image"});
}

TEST(Update, WhatTheSentenceCutsIsComparedWhole) {
  const auto set = policy("{rules: [{name: r, podSecurity: {level: baseline}}]}");
  const std::string field = "/spec/containers/0/securityContext", beginning(60, 'a');
  const nlohmann::json before = {{"procMount", beginning + "b"}};
  EXPECT_EQ(new_in(set, field, before, before), Lines{});
  EXPECT_EQ(new_in(set, field, before, {{"procMount", beginning + "c"}}),
            Lines{"spec.containers[0].securityContext.procMount"});
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

TEST(Update, AStatusThatChangesLabelsIsJudged) {
  const auto set = policy(
      "{rules: [{name: r, metadata: {requireLabels: {team: a}}}, "
      "{name: s, ownership: {keepRole: true}}]}");
  Review review = minimal("driver").set("/metadata/labels/team", "a").update();
  review.set_request("/subResource", "status").set("/status/message", "from a kubelet");
  EXPECT_EQ(paths(ask(set, review)), Lines{});
  review.set("/metadata/labels", {{"team", "b"}});
  EXPECT_EQ(paths(ask(set, review)), (Lines{"metadata.labels.team", "metadata.labels.spark-role"}));
}

TEST(Delete, IsNobodysBusiness) {
  Review review = minimal("driver");
  review.set("/spec/containers/0/image", "docker.io/evil").set_request("/operation", "DELETE");
  EXPECT_TRUE(ask(registries(), review).allowed);
}

}  // namespace
}  // namespace sparkgate
