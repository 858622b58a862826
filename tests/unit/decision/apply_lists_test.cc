#include "decision/apply_lists.h"

#include <gtest/gtest.h>

#include "support/world.h"

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;
using nlohmann::json;

/// Overrides of the Spark container, as flow YAML without the name.
PolicySetPointer container(const std::string& fields) {
  return policy("{overrides: {both: {spec: {containers: [{name: $spark, " + fields + "}]}}}}");
}

TEST(Containers, TheSparkContainerWhateverItIsCalled) {
  const auto set = container("imagePullPolicy: Always");
  EXPECT_EQ(changes(set, Review("spark-submit-4.1.4-driver-template")),  // behind a side-car
            Lines{R"(replace /spec/containers/1/imagePullPolicy "Always")"});
  EXPECT_EQ(changes(set, Review("client-mode-3.5.9-driver-article")),
            Lines{R"(replace /spec/containers/0/imagePullPolicy "Always")"});
}

TEST(Containers, ALiteralNameAndSparkMeanOneContainer) {
  const auto set = policies(R"(
apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: a}
spec: {overrides: {driver: {spec: {containers: [{name: $spark, imagePullPolicy: Always}]}}}}
---
apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: b}
spec:
  priority: 1
  overrides: {driver: {spec: {containers: [{name: spark-kubernetes-driver, imagePullPolicy: Never}]}}}
)");
  EXPECT_EQ(changes(set, minimal("driver")),
            Lines{R"(replace /spec/containers/0/imagePullPolicy "Never")"});
}

// Fuzzing found this: such items were looked for where the Spark container stands.
TEST(Containers, OnlyContainersAreTheSparkContainer) {
  const auto set = policy(
      "overrides: {driver: {spec: {containers: [{name: log, image: i, volumeMounts: [{mountPath: "
      "$spark, name: v}]}], initContainers: [{name: spark-kubernetes-driver, tty: true}], volumes: "
      "[{name: v, emptyDir: {}}]}}}");
  Review review = minimal("driver");
  review.set("/spec/initContainers", {{{"name", "init"}, {"image", "i"}}});
  EXPECT_EQ(changes(set, review),
            (Lines{R"(add /spec/containers/- {"image":"i","name":"log","volumeMounts":)"
                   R"([{"mountPath":"$spark","name":"v"}]})",
                   R"(add /spec/volumes/- {"emptyDir":{},"name":"v"})"}));
}

TEST(Containers, SideCarsAreAppendedAndFoundAgain) {
  const auto set = policy(
      "{overrides: {both: {spec: {containers: [{name: log, image: l:1, env: [{name: A, value: "
      "b}]}]}}}}");
  EXPECT_EQ(
      changes(set, minimal("driver")),
      Lines{
          R"(add /spec/containers/- {"env":[{"name":"A","value":"b"}],"image":"l:1","name":"log"})"});
  Review again = minimal("driver");
  again.pod()["spec"]["containers"].push_back({{"name", "log"}, {"image", "l:0"}});
  EXPECT_EQ(changes(set, again),
            (Lines{R"(replace /spec/containers/1/image "l:1")",
                   R"(add /spec/containers/1/env [{"name":"A","value":"b"}])"}));
}

TEST(Containers, WithoutAnImageOnlyChangeWhatIsThere) {
  const auto set =
      policy("{overrides: {both: {spec: {containers: [{name: istio-proxy, stdin: true}]}}}}");
  EXPECT_EQ(changes(set, minimal("driver")), Lines{});
  Review meshed = minimal("driver");
  meshed.pod()["spec"]["containers"].push_back({{"name", "istio-proxy"}, {"image", "i:1"}});
  EXPECT_EQ(changes(set, meshed), Lines{"add /spec/containers/1/stdin true"});
}

TEST(Containers, ANameThatIsTakenElsewhereIsNotUsedTwice) {
  const auto set =
      policy("{overrides: {both: {spec: {initContainers: [{name: setup, image: i:1}]}}}}");
  EXPECT_EQ(changes(set, minimal("driver")),
            Lines{R"(add /spec/initContainers [{"image":"i:1","name":"setup"}])"});
  Review taken = minimal("driver");
  taken.pod()["spec"]["containers"].push_back({{"name", "setup"}, {"image", "x:1"}});
  const cli::Examined examined = ask(set, taken);
  EXPECT_EQ(changes(set, taken), Lines{});
  EXPECT_EQ(examined.warnings,
            Lines{"policy p (p.yaml:1): the pod has another container called setup"});
}

TEST(Containers, OneNameIsAddedToOneListOnly) {
  const auto set = policies(R"(
apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: a}
spec: {overrides: {both: {spec: {containers: [{name: x, image: i:1}]}}}}
---
apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: b}
spec: {overrides: {both: {spec: {initContainers: [{name: x, image: i:1}]}}}}
)");
  EXPECT_EQ(changes(set, minimal("driver")),
            Lines{R"(add /spec/containers/- {"image":"i:1","name":"x"})"});
  EXPECT_EQ(ask(set, minimal("driver")).left_out,
            Lines{"policy b (p.yaml:10): the pod has another container called x"});
}

TEST(Env, IsAUnitByName) {
  const auto set = container("env: [{name: A, value: ours}]");
  Review review = minimal("driver");
  EXPECT_EQ(changes(set, review),
            Lines{R"(add /spec/containers/0/env [{"name":"A","value":"ours"}])"});
  review.set("/spec/containers/0/env", json::array({{{"name", "A"}, {"value", "theirs"}}}));
  EXPECT_EQ(changes(set, review),
            Lines{R"(replace /spec/containers/0/env/0 {"name":"A","value":"ours"})"});
  review.set("/spec/containers/0/env",
             json::array({{{"name", "A"}, {"valueFrom", {{"fieldRef", {{"fieldPath", "x"}}}}}}}));
  EXPECT_EQ(changes(set, review),
            Lines{R"(replace /spec/containers/0/env/0 {"name":"A","value":"ours"})"});
}

TEST(Env, ADefaultLeavesThePodsAlone) {
  const auto set = policy(
      "{defaults: {both: {spec: {containers: [{name: $spark, env: [{name: A, valueFrom: "
      "{secretKeyRef: "
      "{name: s, key: k, optional: true}}}]}]}}}}");
  Review review = minimal("driver");
  review.set("/spec/containers/0/env",
             json::array({{{"name", "A"},
                           {"valueFrom", {{"secretKeyRef", {{"name", "t"}, {"key", "k"}}}}}}}));
  EXPECT_EQ(changes(set, review), Lines{});
  review.set("/spec/containers/0/env",
             json::array({{{"name", "A"}}}));  // an empty value is a value
  EXPECT_EQ(changes(set, review), Lines{});
}

TEST(Env, OfTwoWithOneNameTheLastCounts) {
  const auto set = container("env: [{name: A, value: ours}]");
  Review review = minimal("driver");
  review.set("/spec/containers/0/env", json::array({{{"name", "A"}, {"value", "1"}},
                                                    {{"name", "B"}, {"value", "2"}},
                                                    {{"name", "A"}, {"value", "3"}}}));
  EXPECT_EQ(changes(set, review),
            Lines{R"(replace /spec/containers/0/env/2 {"name":"A","value":"ours"})"});
}

TEST(Env, WhatTheApiServerAddsToAReferenceIsNoDifference) {
  const auto set = container("env: [{name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}]");
  Review review = minimal("driver");
  review.set(
      "/spec/containers/0/env",
      json::array({{{"name", "IP"},
                    {"valueFrom",
                     {{"fieldRef", {{"apiVersion", "v1"}, {"fieldPath", "status.podIP"}}}}}}}));
  EXPECT_EQ(changes(set, review), Lines{});
}

TEST(Ports, HaveNumberAndProtocolAsKey) {
  const auto set = container("ports: [{containerPort: 53, protocol: UDP, name: dns}]");
  Review review = minimal("executor");  // of a driver, Services may know the name
  review.set("/spec/containers/0/ports",
             json::array({{{"containerPort", 53}, {"protocol", "TCP"}, {"name", "t"}}}));
  EXPECT_EQ(
      changes(set, review),
      Lines{
          R"(add /spec/containers/0/ports/- {"containerPort":53,"name":"dns","protocol":"UDP"})"});
  const auto tcp =
      container("ports: [{containerPort: 53, name: tcp}]");  // protocol: TCP by default
  EXPECT_EQ(changes(tcp, review), Lines{R"(replace /spec/containers/0/ports/0/name "tcp")"});
}

TEST(Probes, HaveOneWayOfProbing) {
  const auto set = container("livenessProbe: {tcpSocket: {port: 7078}, periodSeconds: 5}");
  Review review = minimal("driver");
  review.set("/spec/containers/0/livenessProbe",
             {{"httpGet", {{"port", 4040}}}, {"periodSeconds", 10}, {"timeoutSeconds", 1}});
  EXPECT_EQ(changes(set, review),
            (Lines{"remove /spec/containers/0/livenessProbe/httpGet",
                   R"(add /spec/containers/0/livenessProbe/tcpSocket {"port":7078})",
                   "replace /spec/containers/0/livenessProbe/periodSeconds 5"}));
}

TEST(Containers, ASideCarOfOursIsNeverTakenForSparks) {
  const auto set = policy(R"(
overrides:
  both:
    spec:
      containers:
      - {name: $spark, env: [{name: TZ, value: UTC}]}
      - {name: log, image: "log:1"}
)");
  Review review = minimal("driver");
  review.pod()["spec"]["containers"] = {{{"name", "side"}}, {{"name", "notebook"}}};
  const Lines first = changes(set, review);
  ASSERT_FALSE(first.empty());
  EXPECT_EQ(first.front(), R"(add /spec/containers/1/env [{"name":"TZ","value":"UTC"}])");
  const cli::Examined again = ask_again(set, review);
  EXPECT_EQ(again.patch, nlohmann::json::array());
  EXPECT_EQ(again.spark_container, "notebook");
}

}  // namespace
}  // namespace sparkgate
