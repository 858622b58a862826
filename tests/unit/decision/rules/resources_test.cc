#include "decision/rules/resources.h"

#include <gtest/gtest.h>

#include "support/world.h"

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;
using nlohmann::json;

Lines messages(const std::string& rule, const Review& review) {
  const auto set = policy("{rules: [{name: r, resources: " + rule + "}]}");
  Lines result;
  for (const auto& breach : ask(set, review).violations) result.push_back(breach.message);
  return result;
}

/// The messages about a driver whose container has these resources.
Lines about(const std::string& rule, const json& resources) {
  return messages(rule, minimal("driver").set("/spec/containers/0/resources", resources));
}

const std::string kAt = "spec.containers[0].resources.";

TEST(Resources, Max) {
  EXPECT_EQ(about("{max: {memory: 64Gi}}", {{"limits", {{"memory", "64Gi"}}}}), Lines{});
  EXPECT_EQ(about("{max: {memory: 64Gi}}", {{"limits", {{"memory", "68719476737"}}}}),
            Lines{kAt + "limits.memory 68719476737 is over 64Gi"});
  EXPECT_EQ(about("{max: {cpu: 8}}", {{"requests", {{"cpu", "9"}}}}),
            Lines{kAt + "requests.cpu 9 is over 8"});
  EXPECT_EQ(about("{max: {memory: 1Gi}}",
                  {{"limits", {{"memory", "2Gi"}}}, {"requests", {{"memory", "2Gi"}}}}),
            Lines{kAt + "limits.memory 2Gi is over 1Gi"});  // once
  EXPECT_EQ(about("{max: {nvidia.com/gpu: 1}}", {{"limits", {{"nvidia.com/gpu", "2"}}}}),
            Lines{kAt + "limits.nvidia.com/gpu 2 is over 1"});
}

TEST(Resources, Min) {
  EXPECT_EQ(about("{min: {cpu: 500m}}", {{"requests", {{"cpu", "499m"}}}}),
            Lines{kAt + "requests.cpu 499m is under 500m"});
  EXPECT_EQ(about("{min: {cpu: 500m}}", {{"limits", {{"cpu", "1"}}}}), Lines{});
  EXPECT_EQ(about("{min: {cpu: 500m}}", json::object()), Lines{});
}

TEST(Resources, Required) {
  EXPECT_EQ(about("{requireLimits: [cpu, memory]}", {{"limits", {{"memory", "1Gi"}}}}),
            Lines{kAt + "limits.cpu is missing"});
  EXPECT_EQ(about("{requireRequests: [cpu, memory]}", {{"limits", {{"memory", "1Gi"}}}}),
            Lines{kAt + "requests.cpu is missing"});  // a limit is a request, too
}

TEST(Resources, LimitToRequest) {
  const json twice = {{"limits", {{"cpu", "2"}}}, {"requests", {{"cpu", "1"}}}};
  EXPECT_EQ(about("{maxLimitToRequest: {cpu: 2}}", twice), Lines{});
  EXPECT_EQ(about("{maxLimitToRequest: {cpu: 1.5}}", twice),
            Lines{kAt + "limits.cpu 2 is more than 1.5 times the request 1"});
  EXPECT_EQ(about("{maxLimitToRequest: {cpu: 2}}",
                  {{"limits", {{"cpu", "1"}}}, {"requests", {{"cpu", "0"}}}})
                .size(),
            1U);
}

TEST(Resources, PodMaxCountsAsKubernetesDoes) {
  const auto memory = [](const char* amount) {
    return json{{"name", "c"}, {"image", "i"}, {"resources", {{"limits", {{"memory", amount}}}}}};
  };
  Review review = minimal("driver");
  review.set("/spec/containers", json::array({memory("2Gi"), memory("1Gi")}));
  EXPECT_EQ(messages("{podMax: {memory: 3Gi}}", review), Lines{});
  EXPECT_EQ(messages("{podMax: {memory: 2Gi}}", review),
            Lines{"spec.containers[*].resources.limits.memory of the whole pod 3Gi is over 2Gi"});
  review.set("/spec/initContainers", json::array({memory("3Gi")}));  // before, not beside
  EXPECT_EQ(messages("{podMax: {memory: 3Gi}}", review), Lines{});
  review.set("/spec/initContainers/0/restartPolicy", "Always");  // a side-car: beside
  EXPECT_EQ(messages("{podMax: {memory: 5Gi}}", review).size(), 1U);
  EXPECT_EQ(messages("{podMax: {memory: 6Gi}}", review), Lines{});
  review.set("/spec/overhead", {{"memory", "1Mi"}});
  EXPECT_EQ(messages("{podMax: {memory: 6Gi}}", review).size(), 1U);
}

TEST(Resources, PodLevelLimitsCountForThePodAndRequestsTakeNothingAway) {
  Review review = minimal("driver");
  review.set("/spec/containers/0/resources", {{"limits", {{"memory", "100Gi"}}}});
  review.set("/spec/resources", {{"requests", {{"memory", "1Gi"}}}});
  EXPECT_EQ(messages("{podMax: {memory: 8Gi}}", review),
            Lines{"spec.containers[*].resources.limits.memory of the whole pod 100Gi is over 8Gi"});
  review.set("/spec/resources", {{"limits", {{"memory", "8Gi"}}}});
  EXPECT_EQ(messages("{podMax: {memory: 8Gi}}", review), Lines{});
}

TEST(Resources, OnlySomeResourcesAreOfThePod) {
  Review review = minimal("driver");
  review.set("/spec/containers/0/resources", {{"limits", {{"nvidia.com/gpu", "8"}}}});
  review.set("/spec/resources", {{"limits", {{"nvidia.com/gpu", "0"}}}});
  EXPECT_EQ(messages("{podMax: {nvidia.com/gpu: 1}}", review).size(), 1U);
}

TEST(Resources, AContainerWithoutALimitMayTakeWhatThePodHas) {
  Review review = minimal("driver");
  review.set("/spec/containers/0/resources", {{"requests", {{"cpu", "1"}}}});
  review.set("/spec/resources", {{"limits", {{"cpu", "500"}}}});
  EXPECT_EQ(messages("{max: {cpu: 8}}", review),
            Lines{"spec.resources.limits.cpu 500 is over 8, and a container has no limit of its "
                  "own"});
  EXPECT_EQ(messages("{requireLimits: [cpu], requireRequests: [cpu]}", review), Lines{});
  review.set("/spec/containers/0/resources", {{"limits", {{"cpu", "8"}}}});
  EXPECT_EQ(messages("{max: {cpu: 8}}", review), Lines{});
  review.set("/spec/resources", {{"limits", {{"cpu", "much"}}}});
  EXPECT_EQ(messages("{max: {cpu: 8}}", review),
            Lines{"spec.resources.limits.cpu much is not a quantity"});
}

TEST(Resources, LimitsOfThePodForWhatItCannotHaveAreNone) {
  Review review = minimal("driver").set("/spec/containers/0/resources", json::object());
  review.set("/spec/resources", {{"limits", {{"nvidia.com/gpu", "1"}}}});
  EXPECT_EQ(messages("{requireLimits: [nvidia.com/gpu]}", review),
            Lines{kAt + "limits.nvidia.com/gpu is missing"});
}

TEST(Resources, InitContainersAreContainers) {
  Review review = minimal("driver");
  review.set("/spec/initContainers",
             json::array({{{"name", "i"}, {"resources", {{"limits", {{"memory", "9Gi"}}}}}}}));
  EXPECT_EQ(messages("{max: {memory: 8Gi}}", review),
            Lines{"spec.initContainers[0].resources.limits.memory 9Gi is over 8Gi"});
}

TEST(Resources, WhatIsNoQuantity) {
  EXPECT_EQ(about("{max: {memory: 8Gi}}", {{"limits", {{"memory", "lots"}}}}),
            Lines{kAt + "limits.memory lots is not a quantity"});
  EXPECT_EQ(about("{podMax: {memory: 8Gi}}", {{"limits", {{"memory", "-1Gi"}}}}),
            Lines{kAt + "limits.memory -1Gi is under 0"});
  EXPECT_EQ(about("{max: {cpu: 8}}", {{"limits", {{"cpu", 9}}}}),
            Lines{kAt + "limits.cpu 9 is over 8"});
}

TEST(Resources, EachOfManyIsReadAsItStands) {
  EXPECT_EQ(
      about("{max: {cpu: 8}}", {{"requests", {{"a.io/x", "-1"}, {"a.io/y", "2"}}},
                                {"limits", {{"a.io/x", nullptr}, {"a.io/y", "y"}}}}),
      (Lines{kAt + "requests.a.io/x -1 is under 0", kAt + "limits.a.io/x null is not a quantity",
             kAt + "limits.a.io/y y is not a quantity"}));
}

}  // namespace
}  // namespace sparkgate
