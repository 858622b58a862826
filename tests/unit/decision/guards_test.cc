#include "decision/guards.h"

#include <gtest/gtest.h>

#include "support/outcome.h"

// A pod that was valid stays valid: what Kubernetes would refuse is left out and said.

namespace sparkgate {
namespace {

using nlohmann::json;

Lines spark_overridden(const std::string& container, const Review& review) {
  return overridden("{containers: [{name: $spark, " + container + "}]}", review);
}

Review driver() {
  return minimal("driver");  // requests and limits: 1 cpu requested, 1408Mi of memory
}

TEST(GuardResources, ALimitIsNotBelowTheRequest) {
  EXPECT_EQ(spark_overridden("resources: {limits: {cpu: 500m}}", driver()),
            Lines{"- the limit of cpu would be below its request"});
  EXPECT_EQ(spark_overridden("resources: {limits: {cpu: '1'}}", driver()),
            Lines{R"(add /spec/containers/0/resources/limits/cpu "1")"});
  const auto set = policy(
      "defaults: {driver: {spec: {containers: [{name: $spark, resources: {requests: "
      "{ephemeral-storage: 2Gi}}}]}}}");
  Review review = driver();
  review.set("/spec/containers/0/resources/limits/ephemeral-storage", "1Gi");
  EXPECT_EQ(outcome(set, review),
            Lines{"- the limit of ephemeral-storage would be below its request"});
}

TEST(GuardResources, DevicesAreRequestedAsTheyAreLimited) {
  Review review = driver();
  review.set("/spec/containers/0/resources/limits/nvidia.com~1gpu", "1");
  review.set("/spec/containers/0/resources/requests/nvidia.com~1gpu", "1");
  EXPECT_EQ(spark_overridden("resources: {limits: {nvidia.com/gpu: '2'}}", review),
            Lines{"- request and limit of nvidia.com/gpu would differ; set both"});
  EXPECT_EQ(
      spark_overridden(
          "resources: {limits: {nvidia.com/gpu: '2'}, requests: {nvidia.com/gpu: '2'}}", review),
      (Lines{R"(replace /spec/containers/0/resources/limits/nvidia.com~1gpu "2")",
             R"(replace /spec/containers/0/resources/requests/nvidia.com~1gpu "2")"}));
}

TEST(GuardResources, HugePagesNeedCpuOrMemory) {
  EXPECT_EQ(
      overridden("{containers: [{name: side, image: i, resources: {limits: {hugepages-2Mi: "
                 "4Mi}}}]}",
                 driver()),
      (Lines{R"(add /spec/containers/- {"image":"i","name":"side","resources":{"limits":{}}})",
             "- huge pages need cpu or memory beside them"}));
}

TEST(GuardResources, TwoPoliciesThatContradictEachOther) {
  const auto set = policies(R"(
apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: low}
spec:
  defaults:
    both:
      spec:
        containers: [{name: $spark, resources: {limits: {a.b/c: '1'}, requests: {a.b/c: '1'}}}]
---
apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: high}
spec:
  priority: 1
  defaults: {both: {spec: {containers: [{name: $spark, resources: {limits: {a.b/c: '2'}}}]}}}
)");
  EXPECT_EQ(outcome(set, driver()),
            (Lines{R"(add /spec/containers/0/resources/limits/a.b~1c "2")",
                   "- policy low (p.yaml:9): request and limit of a.b/c would differ; set both"}));
}

TEST(GuardSecurity, NoEscalationDoesNotGoWithPrivileges) {
  Review review = driver();
  review.set("/spec/containers/0/securityContext", {{"privileged", true}});
  EXPECT_EQ(
      spark_overridden("securityContext: {allowPrivilegeEscalation: false, runAsUser: 5}", review),
      (Lines{"add /spec/containers/0/securityContext/runAsUser 5",
             "- allowPrivilegeEscalation: false does not go with privileged"}));
  review.set("/spec/containers/0/securityContext", {{"allowPrivilegeEscalation", false}});
  EXPECT_EQ(spark_overridden("securityContext: {privileged: true}", review),
            Lines{"- allowPrivilegeEscalation: false does not go with privileged"});
  EXPECT_EQ(spark_overridden("securityContext: {capabilities: {add: [CAP_SYS_ADMIN]}}", review),
            Lines{"- allowPrivilegeEscalation: false does not go with CAP_SYS_ADMIN"});
}

TEST(GuardMounts, AVolumeThatNobodyGivesIsNotMounted) {
  EXPECT_EQ(spark_overridden("volumeMounts: [{name: nowhere, mountPath: /n}]", driver()),
            Lines{"- /n needs the volume nowhere, which the pod does not have"});
  EXPECT_EQ(overridden("{containers: [{name: side, image: i, volumeMounts: [{name: nowhere, "
                       "mountPath: /n}]}]}",
                       driver()),
            Lines{"- side needs the volume nowhere, which the pod does not have"});
  EXPECT_EQ(overridden("{volumes: [{name: v, emptyDir: {}}], containers: [{name: $spark, "
                       "volumeMounts: [{name: v, mountPath: /n}]}]}",
                       driver())
                .size(),
            2U);
}

TEST(GuardMounts, WhatIsMissingIsSaidTheSameOnceVolumesAreTakenOut) {
  const auto said = [](const std::string& volumes, bool taken_out) {
    Review review = driver();
    if (!taken_out) review.set("/spec/volumes", json::array({{{"name", "v"}}}));
    return overridden("{" + volumes +
                          ", containers: [{name: side, image: i, volumeMounts: [{name: v, "
                          "mountPath: /v}, {name: w, mountPath: /w}]}]}",
                      review)
        .back();
  };
  const std::string v = "volumes: [{name: v, $patch: delete}]";
  const std::string both = "volumes: [{name: v, $patch: delete}, {name: w, $patch: delete}]";
  for (const bool taken_out : {false, true}) {
    EXPECT_EQ(said(v, taken_out), "- side needs the volume w, which the pod does not have");
    EXPECT_EQ(said(both, taken_out), "- side needs the volume v, which a policy takes out");
  }
}

TEST(GuardMounts, AFileOfVariablesIsInAFolderOfThePod) {
  const std::string spec =
      ", containers: [{name: $spark, env: [{name: A, valueFrom: {fileKeyRef: {volumeName: v, path: "
      "a.env, key: A}}}]}]}";
  EXPECT_EQ(overridden("{volumes: [{name: v, hostPath: {path: /x}}]" + spec, driver()).back(),
            "- A needs the volume v, which the pod does not have");
  EXPECT_EQ(overridden("{volumes: [{name: v, emptyDir: {}}]" + spec, driver()).size(), 2U);
  EXPECT_EQ(overridden("{volumes: [{name: v}]" + spec, driver()).size(), 2U);  // an emptyDir, too
}

TEST(GuardMounts, SubPathAndItsExpressionExcludeEachOther) {
  Review review = driver();
  review.set("/spec/volumes/0", {{"name", "v"}, {"emptyDir", json::object()}});
  review.set("/spec/containers/0/volumeMounts",
             {{{"name", "v"}, {"mountPath", "/v"}, {"subPathExpr", "$(A)"}}});
  EXPECT_EQ(spark_overridden("volumeMounts: [{name: v, mountPath: /v, subPath: x}]", review),
            (Lines{"remove /spec/containers/0/volumeMounts/0/subPathExpr",
                   R"(add /spec/containers/0/volumeMounts/0/subPath "x")"}));
}

TEST(GuardMounts, ReadOnlyThroughAndThrough) {
  Review review = driver();
  review.set("/spec/volumes/0", {{"name", "v"}, {"emptyDir", json::object()}});
  review.set("/spec/containers/0/volumeMounts", {{{"name", "v"}, {"mountPath", "/v"}}});
  EXPECT_EQ(
      spark_overridden("volumeMounts: [{name: v, mountPath: /v, mountPropagation: Bidirectional}]",
                       review),
      Lines{"- mountPropagation: Bidirectional needs a privileged container"});
  review.set("/spec/containers/0/volumeMounts/0/readOnly", true);
  review.set("/spec/containers/0/volumeMounts/0/recursiveReadOnly", "Enabled");
  EXPECT_EQ(spark_overridden("volumeMounts: [{name: v, mountPath: /v, readOnly: false}]", review),
            Lines{"- recursiveReadOnly needs readOnly: true and no mountPropagation"});
}

TEST(GuardPorts, OfTwoAlikeTheSecondKeepsItsName) {
  Review review = driver();
  review.set("/spec/containers/1", {{"name", "side"}, {"image", "i"}});
  review.set("/spec/containers/1/ports",
             {{{"containerPort", 53}, {"name", "a"}}, {{"containerPort", 53}, {"name", "dns"}}});
  EXPECT_EQ(overridden("{containers: [{name: side, ports: [{containerPort: 53, name: b}, "
                       "{containerPort: 80, name: dns}]}]}",
                       review),
            (Lines{R"(replace /spec/containers/1/ports/0/name "b")",
                   "- the container has another port called dns"}));
}

TEST(GuardPorts, NamesAreUniqueInAContainer) {
  Review review = driver();
  review.set("/spec/containers/0/ports", {{{"containerPort", 1}, {"name", "ui"}}});
  EXPECT_EQ(
      spark_overridden("ports: [{containerPort: 2, name: ui}, {containerPort: 3, name: x}]",
                       review),
      (Lines{R"(add /spec/containers/0/ports/- {"containerPort":3,"name":"x","protocol":"TCP"})",
             "- the container has another port called ui"}));
  EXPECT_EQ(spark_overridden("ports: [{containerPort: 1, name: a}, {containerPort: 2, name: ui}]",
                             review),
            (Lines{"- the container has another port called ui",
                   "- name stays as it is: Services find the driver's port by it"}));
}

TEST(GuardPod, SwitchesThatExcludeEachOther) {
  EXPECT_EQ(overridden("{shareProcessNamespace: true}", driver().set("/spec/hostPID", true)),
            Lines{"- shareProcessNamespace: true does not go with hostPID: true"});
  EXPECT_EQ(overridden("{hostNetwork: true}", driver().set("/spec/hostUsers", false)),
            Lines{"- hostUsers: false does not go with hostNetwork: true"});
  EXPECT_EQ(overridden("{schedulingGates: [{name: a/b}]}", driver().set("/spec/nodeName", "n")),
            Lines{"- a pod with a nodeName is scheduled: it can have no schedulingGates"});
  EXPECT_EQ(overridden("{dnsPolicy: None}", driver()),
            Lines{"- dnsPolicy: None needs nameservers in dnsConfig"});
  EXPECT_EQ(
      overridden("{dnsConfig: null}", driver()
                                          .set("/spec/dnsPolicy", "None")
                                          .set("/spec/dnsConfig", {{"nameservers", {"1.1.1.1"}}})),
      Lines{"- dnsPolicy: None needs nameservers in dnsConfig"});
  EXPECT_EQ(overridden("{dnsPolicy: None}",
                       driver().set("/spec/dnsConfig", {{"nameservers", {"1.1.1.1"}}})),
            Lines{R"(replace /spec/dnsPolicy "None")"});
}

TEST(Units, AProfileIsNeverHalfOfTwo) {
  Review review = driver();
  review.set("/spec/securityContext",
             {{"seccompProfile", {{"type", "Localhost"}, {"localhostProfile", "p"}}}});
  EXPECT_EQ(overridden("{securityContext: {seccompProfile: {type: RuntimeDefault}}}", review),
            Lines{R"(replace /spec/securityContext/seccompProfile {"type":"RuntimeDefault"})"});
  review.set("/spec/topologySpreadConstraints", {{{"maxSkew", 1},
                                                  {"topologyKey", "z"},
                                                  {"whenUnsatisfiable", "DoNotSchedule"},
                                                  {"minDomains", 3}}});
  EXPECT_EQ(overridden("{topologySpreadConstraints: [{maxSkew: 2, topologyKey: z, "
                       "whenUnsatisfiable: DoNotSchedule}]}",
                       review),
            Lines{R"(replace /spec/topologySpreadConstraints/0 )"
                  R"({"maxSkew":2,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule"})"});
}

}  // namespace
}  // namespace sparkgate
