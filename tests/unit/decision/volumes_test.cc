#include <gtest/gtest.h>

#include "support/world.h"

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;
using nlohmann::json;

json volumes(const std::vector<std::string>& names) {
  json list = json::array();
  for (const std::string& name : names) {
    list.push_back({{"name", name}, {"emptyDir", json::object()}});
  }
  return list;
}

TEST(Volumes, ChangeTheirSourceAsAWhole) {
  const auto over =
      policy("{overrides: {both: {spec: {volumes: [{name: v, hostPath: {path: /nvme}}]}}}}");
  Review review = minimal("driver");
  review.set("/spec/volumes", json::array({{{"name", "v"}, {"emptyDir", json::object()}}}));
  EXPECT_EQ(changes(over, review), (Lines{"remove /spec/volumes/0/emptyDir",
                                          R"(add /spec/volumes/0/hostPath {"path":"/nvme"})"}));
  const auto fill =
      policy("{defaults: {both: {spec: {volumes: [{name: v, hostPath: {path: /nvme}}]}}}}");
  EXPECT_EQ(changes(fill, review), Lines{});
}

TEST(Volumes, OfOneSourceMerge) {
  const auto set =
      policy("{defaults: {both: {spec: {volumes: [{name: v, emptyDir: {sizeLimit: 10Gi}}]}}}}");
  Review review = minimal("driver");
  review.set("/spec/volumes", json::array({{{"name", "v"}, {"emptyDir", json::object()}}}));
  EXPECT_EQ(changes(set, review), Lines{R"(add /spec/volumes/0/emptyDir/sizeLimit "10Gi")"});
}

TEST(Mounts, OfTheTokenVolumeAreTheApiServers) {
  const auto set = policy(
      "{defaults: {both: {spec: {containers: [{name: $spark, volumeMounts: [{name: own, mountPath: "
      "/var/run/secrets/kubernetes.io/serviceaccount}]}]}}}}");
  Review review = minimal("driver").set("/spec/volumes", volumes({"own"}));
  review.set("/spec/containers/0/volumeMounts",
             json::array({{{"name", "kube-api-access-x"},
                           {"readOnly", true},
                           {"mountPath", "/var/run/secrets/kubernetes.io/serviceaccount"}}}));
  EXPECT_EQ(changes(set, review),
            Lines{R"(replace /spec/containers/0/volumeMounts/0 )"
                  R"({"mountPath":"/var/run/secrets/kubernetes.io/serviceaccount","name":"own"})"});
  EXPECT_EQ(ask_again(set, review).patch.size(), 0U);
}

TEST(Mounts, OfTwoPoliciesAreNeverHalfAndHalf) {
  const auto set = policies(R"(
apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: a}
spec:
  priority: 5
  defaults: {both: {spec: {containers: [{name: $spark, volumeMounts: [{name: v1, mountPath: /a}]}]}}}
---
apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: b}
spec:
  defaults:
    both:
      spec:
        containers: [{name: $spark, volumeMounts: [{name: v2, mountPath: /a, readOnly: true}]}]
)");
  EXPECT_EQ(changes(set, minimal("driver").set("/spec/volumes", volumes({"v1", "v2"}))),
            Lines{R"(add /spec/containers/0/volumeMounts [{"mountPath":"/a","name":"v1"}])"});
}

TEST(Mounts, OfAnotherVolumeAreLeftAloneByDefaults) {
  constexpr char kMount[] =
      ": {both: {spec: {containers: [{name: $spark, volumeMounts: [{name: own, mountPath: /data, "
      "readOnly: true}]}]}}}}";
  Review review = minimal("driver").set("/spec/volumes", volumes({"own", "theirs"}));
  review.set("/spec/containers/0/volumeMounts",
             json::array({{{"name", "theirs"}, {"mountPath", "/data"}}}));
  EXPECT_EQ(changes(policy(std::string("{defaults") + kMount), review), Lines{});
  EXPECT_EQ(changes(policy(std::string("{overrides") + kMount), review),
            (Lines{R"(replace /spec/containers/0/volumeMounts/0/name "own")",
                   R"(add /spec/containers/0/volumeMounts/0/readOnly true)"}));
}

}  // namespace
}  // namespace sparkgate
