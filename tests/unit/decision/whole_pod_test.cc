#include "decision/guards/whole_pod.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/outcome.h"

// What fields of different objects of a pod must not say together.

namespace sparkgate {
namespace {

using nlohmann::json;

Review driver() {
  return minimal("driver");  // restartPolicy: Never
}

TEST(WholePod, AResizeRestartsOnlyWhatIsStartedAgain) {
  const std::string spec =
      "{containers: [{name: $spark, resizePolicy: [{resourceName: cpu, restartPolicy: "
      "RestartContainer}]}]}";
  EXPECT_EQ(overridden(spec, driver()),
            Lines{"- RestartContainer is for containers that are started again"});
  EXPECT_EQ(overridden(spec, driver().set("/spec/restartPolicy", "Always")).size(), 1U);
}

TEST(WholePod, InitContainersThatEndHaveNoProbes) {
  Review review = driver();
  review.set("/spec/initContainers", json::array({{{"name", "a"}, {"image", "i"}}}));
  const std::string spec = "{initContainers: [{name: a, readinessProbe: {exec: {command: [x]}}}]}";
  EXPECT_EQ(overridden(spec, review),
            Lines{"- readinessProbe needs restartPolicy: Always in an init container"});
  review.set("/spec/initContainers/0/restartPolicy", "Always");
  EXPECT_EQ(overridden(spec, review).size(), 1U);
}

TEST(WholePod, ClaimsAreThoseOfThePod) {
  const std::string container = "containers: [{name: $spark, resources: {claims: [{name: nic}]}}]";
  EXPECT_EQ(overridden("{" + container + "}", driver()),
            Lines{"- the pod has no resource claim called nic"});
  EXPECT_EQ(overridden("{" + container + ", resourceClaims: [{name: nic, resourceClaimName: net}]}",
                       driver())
                .size(),
            2U);
}

TEST(WholePod, ResourcesAsAWholeAreThePodsToShare) {
  Review review = driver();
  review.set("/spec/resources", {{"limits", {{"memory", "2Gi"}}}});
  EXPECT_EQ(overridden("{containers: [{name: $spark, resources: {limits: {memory: 3Gi}}}, {name: "
                       "side, image: i, resources: {requests: {memory: 1Gi, a.b/c: 1}, limits: "
                       "{a.b/c: 1}}}]}",
                       review),
            (Lines{R"(add /spec/containers/- {"image":"i","name":"side","resources":)"
                   R"({"limits":{"a.b/c":1},"requests":{"a.b/c":1}}})",
                   "- the pod has its memory as a whole", "- the pod has its memory as a whole"}));
}

TEST(WholePod, NothingIsMadeOfWhatSeveralPoliciesMayNotSay) {
  const auto set = policies(R"(
apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: low}
spec:
  overrides: {both: {spec: {containers: [{name: $spark, resources: {limits: {cpu: 2}}}]}}}
---
apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: high}
spec:
  priority: 1
  defaults: {both: {spec: {containers: [{name: $spark, resources: {limits: {memory: 2Gi}}}]}}}
)");
  Review review = driver();
  review.set("/spec/resources", {{"limits", {{"memory", "2Gi"}}}});
  review.erase("/spec/containers/0/resources/limits");
  EXPECT_EQ(outcome(set, review),
            (Lines{"- policy low (p.yaml:6): the pod has its cpu as a whole",
                   "- policy high (p.yaml:13): the pod has its memory as a whole"}));
}

TEST(WholePod, HooksSleepNoLongerThanThePodHasToEnd) {
  Review review = driver();
  EXPECT_EQ(
      overridden("{containers: [{name: $spark, lifecycle: {preStop: {sleep: {seconds: 40}}}}]}",
                 review),
      Lines{"- the hook would sleep longer than the grace period"});
  EXPECT_EQ(overridden("{terminationGracePeriodSeconds: 50, containers: [{name: $spark, lifecycle: "
                       "{preStop: {sleep: {seconds: 40}}}}]}",
                       review)
                .size(),
            2U);
  review.set("/spec/containers/0/lifecycle", {{"preStop", {{"sleep", {{"seconds", 20}}}}}});
  EXPECT_EQ(overridden("{terminationGracePeriodSeconds: 10}", review),
            Lines{"- a hook of the pod sleeps longer than this"});
}

TEST(WholePod, ContainersThatDoNotComeAreNotLookedAt) {
  EXPECT_EQ(overridden("{containers: [{name: side, lifecycle: {preStop: {sleep: {seconds: 40}}}}]}",
                       driver()),
            Lines{});
}

TEST(HostPorts, OfInitContainersAreTheirOwn) {
  Review review = driver();
  const json ports = json::array({{{"containerPort", 53}, {"hostPort", 80}}});
  review.set("/spec/initContainers",
             json::array({{{"name", "a"}, {"image", "i"}, {"ports", ports}}}));
  EXPECT_EQ(overridden("{hostNetwork: true}", review), Lines{"add /spec/hostNetwork true"});
}

TEST(HostPorts, AreTakenOnce) {
  Review review = driver();
  review.set("/spec/containers/0/ports",
             json::array({{{"containerPort", 1}, {"hostPort", 80}, {"protocol", "TCP"}}}));
  EXPECT_EQ(overridden("{containers: [{name: $spark, ports: [{containerPort: 2, hostPort: 80}]}]}",
                       review),
            Lines{"- port 80 of the host is taken, or another than the container's"});
  EXPECT_EQ(overridden("{containers: [{name: $spark, ports: [{containerPort: 2, hostPort: 80, "
                       "protocol: UDP}]}]}",
                       review)
                .size(),
            1U);
}

TEST(HostPorts, OfThePodComeBeforeThoseOfPolicies) {
  Review review = driver();
  review.set("/spec/containers/0/ports",
             json::array({{{"containerPort", 9090}, {"protocol", "TCP"}}}));
  review.set("/spec/containers/1", {{"name", "side"}, {"image", "i"}});
  review.set("/spec/containers/1/ports",
             json::array({{{"containerPort", 9090}, {"hostPort", 9090}, {"protocol", "TCP"}}}));
  const std::string ours =
      "{containers: [{name: $spark, ports: [{containerPort: 9090, hostPort: 9090}]}";
  EXPECT_EQ(overridden(ours + "]}", review),
            Lines{"- port 9090 of the host is taken, or another than the container's"});
  EXPECT_EQ(overridden(ours + ", {name: side, $patch: delete}]}", review),
            (Lines{"add /spec/containers/0/ports/0/hostPort 9090", "remove /spec/containers/1"}));
}

TEST(HostPorts, OfAListThatIsReplacedAreGone) {
  Review review = driver();
  review.set("/spec/containers/1", {{"name", "side"}, {"image", "i"}});
  review.set("/spec/containers/1/ports",
             json::array({{{"containerPort", 53}, {"protocol", "TCP"}}}));
  const auto lines = overridden(
      "{hostNetwork: true, containers: [{name: $spark, ports: [{containerPort: 53}]}, {name: side, "
      "ports: [{$patch: replace}]}]}",
      review);
  EXPECT_NE(std::find(lines.begin(), lines.end(), "add /spec/hostNetwork true"), lines.end());
}

TEST(HostPorts, OfTwoAlikeTheFirstIsChanged) {
  Review review = driver();
  review.set("/spec/containers/0/ports",
             json::array({{{"containerPort", 53}, {"name", "dns"}}, {{"containerPort", 53}}}));
  EXPECT_EQ(
      overridden("{hostNetwork: true, containers: [{name: $spark, ports: [{containerPort: "
                 "53, hostIP: 10.0.0.1}]}]}",
                 review),
      (Lines{"add /spec/hostNetwork true", "add /spec/containers/0/ports/0/hostIP \"10.0.0.1\""}));
}

TEST(HostPorts, OfAListThatIsReplacedSayNothingOfThoseBefore) {
  Review review = driver();
  review.set("/spec/containers/1", {{"name", "side"}, {"image", "i"}});
  review.set("/spec/containers/1/ports",
             json::array({{{"containerPort", 53}, {"hostPort", 9001}, {"protocol", "TCP"}}}));
  const auto lines = overridden(
      "{containers: [{name: side, ports: [{$patch: replace}, {containerPort: 53}]}, {name: third, "
      "image: i, ports: [{containerPort: 80, hostPort: 9001}]}]}",
      review);
  EXPECT_TRUE(std::none_of(lines.begin(), lines.end(), [](const std::string& line) {
    return line.starts_with("- ");
  })) << ::testing::PrintToString(lines);
}

TEST(HostPorts, OnTheHostsNetworkAreTheContainers) {
  Review review = driver();
  const json kPort = {{"containerPort", 4040}, {"protocol", "TCP"}};
  review.set("/spec/containers/0/ports", json::array({kPort}));
  review.set("/spec/containers/1", {{"name", "side"}, {"image", "i"}});
  EXPECT_EQ(overridden("{hostNetwork: true}", review), Lines{"add /spec/hostNetwork true"});
  review.set("/spec/containers/1/ports", json::array({kPort}));
  EXPECT_EQ(overridden("{hostNetwork: true}", review),
            Lines{"- not all ports of the pod can be ports of the host"});
  review.set("/spec/hostNetwork", true);
  EXPECT_EQ(
      overridden("{containers: [{name: side, ports: [{containerPort: 5, hostPort: 6}]}]}", review),
      Lines{"- port 6 of the host is taken, or another than the container's"});
}

TEST(WholePod, SettingsOfTheHostsKernelAreTheHosts) {
  Review review = driver();
  review.set("/spec/securityContext/sysctls",
             json::array({{{"name", "net.core.somaxconn"}, {"value", "1"}}}));
  EXPECT_EQ(overridden("{hostNetwork: true, hostIPC: true}", review),
            (Lines{"add /spec/hostIPC true",
                   "- the sysctl net.core.somaxconn does not go with hostNetwork: true"}));
  EXPECT_EQ(overridden("{securityContext: {sysctls: [{name: kernel.sem, value: '1'}]}}",
                       driver().set("/spec/hostIPC", true)),
            Lines{"- the sysctl kernel.sem does not go with hostIPC: true"});
}

TEST(WholePod, TheHostHasItsOwnName) {
  EXPECT_EQ(overridden("{hostnameOverride: other}", driver().set("/spec/hostNetwork", true)),
            Lines{"- hostnameOverride does not go with hostNetwork: true"});
  EXPECT_EQ(overridden("{setHostnameAsFQDN: true}", driver().set("/spec/hostnameOverride", "x")),
            Lines{"- hostnameOverride does not go with setHostnameAsFQDN: true"});
}

TEST(WholePod, DevicesAreNoFileSystems) {
  Review review = driver();
  review.set("/spec/volumes",
             json::array({{{"name", "v"}, {"emptyDir", json::object()}},
                          {{"name", "c"}, {"persistentVolumeClaim", {{"claimName", "c"}}}}}));
  review.set("/spec/containers/0/volumeMounts",
             json::array({{{"name", "c"}, {"mountPath", "/c"}}}));
  const auto device = [&](const std::string& name) {
    return overridden(
        "{containers: [{name: $spark, volumeDevices: [{name: " + name + ", devicePath: /dev/x}]}]}",
        review);
  };
  EXPECT_EQ(device("c"), Lines{"- the volume c is mounted"});
  EXPECT_EQ(device("v"), Lines{"- /dev/x needs the volume v, which the pod does not have"});
}

TEST(WholePod, UsersOfItsOwnHaveNoDevices) {
  EXPECT_EQ(overridden("{hostUsers: false}",
                       driver().set("/spec/containers/0/volumeDevices",
                                    json::array({{{"name", "v"}, {"devicePath", "/d"}}}))),
            Lines{"- hostUsers: false does not go with volumeDevices"});
  const std::string unmasked =
      "{containers: [{name: $spark, securityContext: {procMount: Unmasked}}]";
  EXPECT_EQ(overridden(unmasked + "}", driver()),
            Lines{"- procMount: Unmasked needs hostUsers: false"});
  EXPECT_EQ(overridden(unmasked + ", hostUsers: false}", driver()).size(), 2U);
  // Those that go with the container or the list do not count.
  Review review = driver();
  const json devices = json::array({{{"name", "v"}, {"devicePath", "/d"}}});
  review.set("/spec/initContainers",
             json::array({{{"name", "init"}, {"image", "i"}, {"volumeDevices", devices}}}));
  EXPECT_EQ(overridden("{hostUsers: false, initContainers: [{name: init, $patch: delete}]}", review)
                .front(),
            "add /spec/hostUsers false");
  EXPECT_EQ(
      overridden("{hostUsers: false, initContainers: [{name: init, volumeDevices: null}]}", review)
          .front(),
      "add /spec/hostUsers false");
}

TEST(Labels, ThatAConstraintOfThePodCannotHaveStayOut) {
  Review review = driver();
  review.set("/spec/topologySpreadConstraints",
             json::array({{{"maxSkew", 1},
                           {"topologyKey", "z"},
                           {"whenUnsatisfiable", "DoNotSchedule"},
                           {"labelSelector", {{"matchLabels", {{"team", "a"}}}}},
                           {"matchLabelKeys", {"team"}}}}));
  const auto set = policy("overrides: {driver: {metadata: {labels: {team: b, tier: c}}}}");
  EXPECT_EQ(changes(set, review), Lines{R"(add /metadata/labels/tier "c")"});
  EXPECT_EQ(ask(set, review).warnings,
            Lines{"policy p (p.yaml:5): a constraint of the pod is valid "
                  "only without the label team"});
}

TEST(SparksMounts, Stay) {
  Review review("spark-submit-4.1.4-driver");
  EXPECT_EQ(overridden("{volumes: [{name: own, emptyDir: {}}], containers: [{name: $spark, "
                       "volumeMounts: [{name: own, mountPath: /opt/spark/conf}]}]}",
                       review)
                .back(),
            "- Spark's own files are mounted at /opt/spark/conf");
}

}  // namespace
}  // namespace sparkgate
