#include <gtest/gtest.h>

#include "support/world.h"

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;

TEST(NeverTouched, LabelsThatADriverHas) {
  const auto set = policy("{overrides: {both: {metadata: {labels: {team: ours, new: x}}}}}");
  Review driver = minimal("driver");
  driver.set("/metadata/labels/team", "theirs");
  EXPECT_EQ(changes(set, driver), Lines{R"(add /metadata/labels/new "x")"});
  EXPECT_EQ(ask(set, driver).warnings,
            Lines{"policy p (p.yaml:1): team stays as it is: the driver's Service selects on its "
                  "labels"});
  Review executor = minimal("executor");
  executor.set("/metadata/labels/team", "theirs");
  EXPECT_EQ(changes(set, executor),
            (Lines{R"(replace /metadata/labels/team "ours")", R"(add /metadata/labels/new "x")"}));
}

TEST(NeverTouched, APreStopHookThatSparkSet) {
  const auto set = policy(
      "{overrides: {executor: {spec: {containers: [{name: $spark, lifecycle: {preStop: {exec: "
      "{command: [a]}}}}]}}}}");
  EXPECT_EQ(changes(set, minimal("executor")),
            Lines{R"(add /spec/containers/0/lifecycle {"preStop":{"exec":{"command":["a"]}}})"});
  Review decommissioning = minimal("executor");
  decommissioning.set("/spec/containers/0/lifecycle",
                      {{"preStop", {{"exec", {{"command", {"/opt/decom.sh"}}}}}}});
  EXPECT_EQ(changes(set, decommissioning), Lines{});
  EXPECT_EQ(ask(set, decommissioning).warnings,
            Lines{"policy p (p.yaml:1): preStop stays as it is: Spark ends executors with the hook "
                  "that is there"});
}

TEST(NeverTouched, WarningsReachTheOwnerThroughThePod) {
  const auto set = policy("{overrides: {both: {metadata: {labels: {team: ours}}}}}");
  Review driver = minimal("driver");
  driver.set("/metadata/labels/team", "theirs");
  const cli::Examined examined = ask(set, driver);
  EXPECT_EQ(examined.after["metadata"]["annotations"]["sparkgate.dev/warnings"],
            "policy p (p.yaml:1): team stays as it is: the driver's Service selects on its labels");
  EXPECT_EQ(ask_again(set, driver).patch.size(), 0U);
}

TEST(Warnings, OnThePodStayWhenAReasonIsGone) {
  Review review = minimal("driver");
  review.set("/metadata/annotations/sparkgate.dev~1warnings", "policy x (x.yaml:1): something");
  const auto set = policy("{overrides: {driver: {spec: {dnsPolicy: None}}}}");
  const std::string text =
      "policy x (x.yaml:1): something; policy p (p.yaml:1): dnsPolicy: None needs nameservers in "
      "dnsConfig";
  EXPECT_EQ(ask(set, review).after["metadata"]["annotations"]["sparkgate.dev/warnings"], text);
  EXPECT_EQ(ask_again(set, review).patch.size(), 0U);
}

TEST(NeverTouched, IsRefusedAtLoadWhereItCanBeSeen) {
  EXPECT_EQ(
      mistakes_in_spec(R"(
overrides:
  both:
    metadata:
      name: x
      ownerReferences: []
      labels: {spark-role: driver, spark-x: w, sparkoperator.k8s.io/a: b}
      annotations: {sparkgate.dev/applied: me}
    spec:
      priority: 7
      preemptionPolicy: Never
      containers:
      - name: $spark
        args: [x]
        command: [w]
        env: [{name: SPARK_USER, value: x}, {name: SPARK_SUBMIT_OPTS, value: w}]
        resources: {requests: {cpu: 1, memory: 1Gi, ephemeral-storage: 1Gi}}
      - {name: side, image: i, args: [executor]}
      resources: {requests: {cpu: 1}}
)"),
      (Lines{
          "4:7: metadata.name cannot be set: a template gives labels and annotations",
          "5:7: metadata.ownerReferences cannot be set: a template gives labels and annotations",
          "6:16: the label 'spark-role' cannot be set: Spark finds its pods by it",
          "6:36: the label 'spark-x' cannot be set: Spark finds its pods by it",
          "6:48: the label 'sparkoperator.k8s.io/a' cannot be set: the Spark Operator finds "
          "its pods by it",
          "7:21: the annotation 'sparkgate.dev/applied' cannot be set: it is ours",
          "9:7: spec.priority cannot be set: the API server computes it from "
          "priorityClassName and refuses another",
          "10:7: spec.preemptionPolicy cannot be set: the API server computes it from "
          "priorityClassName and refuses another",
          "13:9: args of the Spark container cannot be set: it is how Spark is started",
          "14:9: command of the Spark container cannot be set: it is how Spark is started",
          "15:15: the variable SPARK_USER of the Spark container is Spark's own and cannot "
          "be set",
          "15:45: the variable SPARK_SUBMIT_OPTS of the Spark container is Spark's own and "
          "cannot be set",
          "16:32: the Spark container's cpu request cannot be overridden: Spark has sized its "
          "JVM by it",
          "16:40: the Spark container's memory request cannot be overridden: Spark has sized "
          "its JVM by it",
          "17:9: args or env of this container are those of the Spark container, which it would be "
          "taken for",
          "18:7: spec.resources cannot be set: Spark sizes its containers one by one; set theirs",
      }));
}

TEST(NeverTouched, HoldsUnderTheContainersOwnName) {
  const auto set = policy(R"(
overrides:
  driver:
    spec:
      containers:
      - name: report
        command: [evil]
        env: [{name: SPARK_LOCAL_DIRS, value: /x}, {name: SPARK_OPTS, value: x}]
        resources: {requests: {memory: 1Mi}}
)");
  Review driver = minimal("driver");
  driver.set("/spec/containers/0/name", "report").erase("/spec/containers/0/resources");
  EXPECT_EQ(changes(set, driver), Lines{});
  EXPECT_EQ(
      ask(set, driver).left_out,
      (Lines{
          "policy p (p.yaml:10): command of the Spark container is how Spark is started",
          "policy p (p.yaml:11): the variable SPARK_LOCAL_DIRS of the Spark container is Spark's "
          "own",
          "policy p (p.yaml:11): the variable SPARK_OPTS of the Spark container is Spark's own",
          "policy p (p.yaml:12): the Spark container's memory request: Spark has sized its JVM by "
          "it",
      }));
  Review other = minimal("driver");
  other.set("/spec/containers/1", {{"name", "report"}, {"image", "x"}});
  EXPECT_EQ(ask(set, other).left_out, Lines{}) << "a side-car of that name is no Spark container";
}

TEST(NeverTouched, SparksOwnVolumes) {
  EXPECT_EQ(mistakes_in_spec("overrides: {both: {spec: {volumes: [{name: spark-conf-volume-driver, "
                             "emptyDir: {}}]}}}\n"),
            Lines{"1:37: the volume 'spark-conf-volume-driver' is Spark's own and cannot be set"});
}

TEST(NeverTouched, DefaultsMayFillInWhatSparkLeavesOut) {
  EXPECT_EQ(mistakes_in_spec(R"(
defaults:
  driver:
    spec:
      containers:
      - name: $spark
        env: [{name: SPARK_SUBMIT_OPTS, value: -Dspark.eventLog.enabled=true}]
        resources: {requests: {memory: 2Gi}}
)"),
            Lines{});
}

}  // namespace
}  // namespace sparkgate
