#include <gtest/gtest.h>

#include "support/outcome.h"

// What is left out for one reason is not there for another guard: it sees the pod as it will be.

namespace sparkgate {
namespace {

using nlohmann::json;

TEST(GuardChain, ProcIsMaskedWhereThePodHasNoUsersOfItsOwn) {
  Review review = minimal("driver");
  review.set("/spec/hostNetwork", true);
  EXPECT_EQ(overridden("{hostUsers: false, containers: [{name: $spark, securityContext: "
                       "{procMount: Unmasked}}]}",
                       review),
            (Lines{"- hostUsers: false does not go with hostNetwork: true",
                   "- procMount: Unmasked needs hostUsers: false"}));
}

TEST(GuardChain, NothingIsSharedWithTheHostWhereTheContainerIsNotPrivileged) {
  Review review = minimal("driver");
  review.set("/spec/containers/0/securityContext", {{"allowPrivilegeEscalation", false}});
  review.set("/spec/volumes", json::parse(R"([{"name": "v", "emptyDir": {}}])"));
  EXPECT_EQ(overridden("{containers: [{name: $spark, securityContext: {privileged: true}, "
                       "volumeMounts: [{name: v, mountPath: /v, mountPropagation: "
                       "Bidirectional}]}]}",
                       review),
            (Lines{R"(add /spec/containers/0/volumeMounts [{"mountPath":"/v","name":"v"}])",
                   "- allowPrivilegeEscalation: false does not go with privileged",
                   "- mountPropagation: Bidirectional needs a privileged container"}));
}

TEST(GuardChain, ADefaultSourceIsNoneWhereTheVolumeHasAnother) {
  const auto set = policy(
      "defaults: {driver: {spec: {volumes: [{name: v, persistentVolumeClaim: {claimName: c}}], "
      "containers: [{name: $spark, volumeDevices: [{name: v, devicePath: /dev/x}]}]}}}");
  Review review = minimal("driver");
  review.set("/spec/volumes", json::parse(R"([{"name": "v", "emptyDir": {}}])"));
  EXPECT_EQ(outcome(set, review),
            Lines{"- /dev/x needs the volume v, which the pod does not have"});
}

TEST(GuardChain, WhatRetainKeysTakesOutIsInNobodysWay) {
  Review review = minimal("driver");
  review.set("/spec/securityContext",
             json::parse(R"({"sysctls": [{"name": "kernel.sem", "value": "1"}]})"));
  EXPECT_EQ(overridden("{hostIPC: true, securityContext: {$retainKeys: []}}", review),
            (Lines{"add /spec/hostIPC true", "remove /spec/securityContext/sysctls"}));
}

TEST(GuardChain, ASideCarCountsInWhatThePodHasAsAWhole) {
  Review review = minimal("driver");
  review.set("/spec/resources", json::parse(R"({"limits": {"cpu": "1"}})"));
  review.set("/spec/initContainers",
             json::parse(R"([{"name": "a", "image": "i", "resources": {"limits": {"cpu": "1"}}},
                             {"name": "b", "image": "i"}])"));
  EXPECT_EQ(overridden("{initContainers: [{name: a, restartPolicy: Always}, "
                       "{name: b, restartPolicy: Always}]}",
                       review),
            (Lines{R"(add /spec/initContainers/1/restartPolicy "Always")",
                   "- the pod has its cpu as a whole"}));
}

TEST(GuardChain, TheNameOfAContainerThatGoesIsFree) {
  Review review = minimal("driver");
  review.set("/spec/initContainers", json::parse(R"([{"name": "a", "image": "i"}])"));
  EXPECT_EQ(overridden("{initContainers: [{name: a, $patch: delete}], containers: [{name: a, "
                       "image: j}]}",
                       review),
            (Lines{R"(add /spec/containers/- {"image":"j","name":"a"})",
                   "remove /spec/initContainers/0"}));
}

}  // namespace
}  // namespace sparkgate
