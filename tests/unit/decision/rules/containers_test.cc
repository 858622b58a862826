#include "decision/rules/containers.h"

#include <gtest/gtest.h>

#include "support/world.h"

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;
using nlohmann::json;

Lines about(const std::string& rule, const Review& review, const std::string& match = "{}") {
  const auto set = policy("{match: " + match + ", rules: [{name: r, containers: " + rule + "}]}");
  Lines result;
  for (const auto& breach : ask(set, review).violations) {
    EXPECT_TRUE(breach.message.starts_with(breach.path)) << breach.message;
    result.push_back(breach.message);
  }
  return result;
}

json container(const std::string& name, const std::string& image) {
  return {{"name", name}, {"image", image}};
}

/// A driver with one more container in each list.
Review accompanied() {
  Review review = minimal("driver");
  review.set("/spec/initContainers", json::array({container("prepare", "a.corp/i")}));
  review.set("/spec/ephemeralContainers", json::array({container("debug", "a.corp/e")}));
  auto& containers = review.pod()["spec"]["containers"];
  containers.insert(containers.begin(), container("logs", "a.corp/c"));
  return review;
}

TEST(Containers, NamesOfSideCarsInEveryList) {
  EXPECT_EQ(about("{sidecarNames: {allow: [logs]}}", accompanied()),
            (Lines{"spec.initContainers[0].name \"prepare\" is not logs",
                   "spec.ephemeralContainers[0].name \"debug\" is not logs"}));
  EXPECT_EQ(about("{sidecarNames: {deny: ['*o*']}}", accompanied()),
            Lines{"spec.containers[0].name \"logs\" is *o*, which is denied"});
  EXPECT_EQ(about("{sidecarNames: {allow: [none]}}", minimal("driver")), Lines{});
}

TEST(Containers, ImagesOfSideCarsInEveryList) {
  EXPECT_EQ(about("{sidecarImages: {allow: [b.corp/*]}}", accompanied()),
            (Lines{"spec.initContainers[0].image \"a.corp/i\" is not from b.corp/*",
                   "spec.containers[0].image \"a.corp/c\" is not from b.corp/*",
                   "spec.ephemeralContainers[0].image \"a.corp/e\" is not from b.corp/*"}));
  EXPECT_EQ(about("{sidecarImages: {allow: [a.corp/*], deny: [a.corp/e]}}", accompanied()),
            Lines{"spec.ephemeralContainers[0].image \"a.corp/e\" is from a.corp/e, which is "
                  "denied"});
  EXPECT_EQ(about("{sidecarImages: {allow: [none/*]}}", minimal("driver")), Lines{});
}

TEST(Containers, ImagesAreReadAsANodeReadsThem) {
  for (const char* evil : {"evil", "docker.io/evil", "library/evil:1", "A.corp.evil/x",
                           "a.corp@x/y", "A.CORP./x", "a.corp/../x", " a.corp/x", "a.corp/X", ""}) {
    Review review = minimal("driver");
    review.set("/spec/initContainers", json::array({container("x", evil)}));
    EXPECT_EQ(about("{sidecarImages: {allow: [a.corp/*]}}", review).size(), 1U) << evil;
  }
}

TEST(Containers, ImageVolumesAreNoContainers) {
  Review review = minimal("driver");
  review.set("/spec/volumes", json::array({{{"name", "v"}, {"image", {{"reference", "evil"}}}}}));
  EXPECT_EQ(about("{sidecarImages: {allow: [a.corp/*]}}", review), Lines{});
}

TEST(Containers, OnlyOneContainerIsSparks) {
  Review review = minimal("driver");
  review.pod()["spec"]["containers"].push_back(container("spark", "evil"));
  review.set("/spec/initContainers", json::array({container("spark-kubernetes-driver", "evil")}));
  review.set("/spec/ephemeralContainers", json::array({container("spark", "evil")}));
  EXPECT_EQ(about("{sidecarImages: {allow: [a.corp/*]}}", review).size(), 3U);
}

TEST(Containers, APodWithoutSparkHasOnlySideCars) {
  Review review = minimal("driver");
  review.set("/metadata/labels", json::object()).set("/spec/containers/0/args", {"sleep"});
  EXPECT_EQ(about("{sidecarNames: {allow: [logs]}}", review, "{pods: all}"),
            Lines{"spec.containers[0].name \"spark-kubernetes-driver\" is not logs"});
  EXPECT_EQ(about("{sidecarImages: {allow: [a.corp/*]}}", review, "{pods: all}").size(), 1U);
}

TEST(Containers, MaxCountsAllLists) {
  EXPECT_EQ(about("{max: 4}", accompanied()), Lines{});
  EXPECT_EQ(about("{max: 3}", accompanied()),
            Lines{"spec.containers, with init and ephemeral ones, are 4, over 3"});
}

TEST(Containers, NoEphemeralOnes) {
  EXPECT_EQ(about("{ephemeral: deny}", accompanied()),
            Lines{"spec.ephemeralContainers[0] \"debug\" is an ephemeral container, which is "
                  "denied"});
  const Review added("client-mode-4.1.4-executor-ephemeralcontainers");
  EXPECT_EQ(about("{ephemeral: deny}", added).size(), 1U);
  EXPECT_EQ(about("{max: 1}", added),
            Lines{"spec.containers, with init and ephemeral ones, are 2, over 1"});
  Review relabelled = accompanied().update();
  relabelled.set("/metadata/labels/x", "y");
  EXPECT_EQ(about("{ephemeral: deny, max: 1, sidecarNames: {deny: ['*']}}", relabelled), Lines{});
}

TEST(Containers, WhatIsNoContainer) {
  Review review = minimal("driver");
  review.set("/spec/initContainers", json::array({json(), 7, "x", json::array()}));
  review.set("/spec/ephemeralContainers", {{"name", "x"}});
  EXPECT_EQ(about("{sidecarNames: {allow: [logs]}}", review).size(), 4U);
  EXPECT_EQ(about("{ephemeral: deny}", review), Lines{});
  EXPECT_EQ(about("{max: 5}", review), Lines{});
}

}  // namespace
}  // namespace sparkgate
