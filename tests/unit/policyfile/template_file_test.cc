#include "policyfile/template_file.h"

#include <gtest/gtest.h>

#include "policyfile/load.h"
#include "support/world.h"

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;

/// A policy that overrides the pods of a role ("both", too) with the template `text`.
policyfile::Loaded load(const std::string& text, const std::string& role = "executor") {
  const std::string policy =
      "apiVersion: sparkgate.dev/v1\nkind: SparkPolicy\nmetadata: {name: p}\n"
      "spec: {overrides: {" +
      role + ": {templateFile: t.yaml}}}\n";
  return policyfile::load({{"d/p.yaml", "p.yaml", policy}, {"d/t.yaml", "t.yaml", text}});
}

Lines issues(const std::string& text, const std::string& role = "executor") {
  Lines result;
  for (const auto& issue : load(text, role).issues) {
    result.push_back(issue.file + ":" + std::to_string(issue.at.line) + ": " + issue.message);
  }
  return result;
}

constexpr char kSparksOwn[] = R"(apiVersion: v1
kind: Pod
metadata: {name: ignored, labels: {team: a}}
spec:
  restartPolicy: Never
  volumes: [{name: scratch, emptyDir: {}}]
  containers:
  - {name: side, image: "side:1"}
  - name: spark-kubernetes-executor
    image: ignored:1
    args: [x]
    env: [{name: SPARK_USER, value: x}, {name: OWN, value: z}]
    resources: {requests: {cpu: 1, memory: 1Gi}, limits: {memory: 1Gi, ephemeral-storage: 5Gi}}
    volumeMounts: [{name: scratch, mountPath: /scratch}]
)";

TEST(TemplateFile, OfSparkIsUsedUnchanged) {
  const auto loaded = load(kSparksOwn);
  ASSERT_TRUE(loaded.policies);
  EXPECT_EQ(
      changes(loaded.policies, minimal("executor")),
      (Lines{
          R"(add /metadata/labels/team "a")",
          R"(add /spec/volumes/- {"emptyDir":{},"name":"scratch"})",
          R"(add /spec/containers/- {"image":"side:1","name":"side"})",
          R"(add /spec/containers/0/env [{"name":"OWN","value":"z"}])",
          R"(add /spec/containers/0/resources/limits/ephemeral-storage "5Gi")",
          R"(add /spec/containers/0/volumeMounts [{"mountPath":"/scratch","name":"scratch"}])"}));
}

TEST(TemplateFile, SaysWhatSparkWouldIgnoreToo) {
  EXPECT_EQ(issues(kSparksOwn),
            (Lines{"d/t.yaml:3: metadata.name is left out: Spark sets it itself",
                   "d/t.yaml:5: spec.restartPolicy is left out: Spark sets it itself",
                   "d/t.yaml:10: image is left out: Spark sets it itself",
                   "d/t.yaml:11: args is left out: it is how Spark is started",
                   "d/t.yaml:12: SPARK_USER is left out: Spark sets it itself",
                   "d/t.yaml:13: resources.requests.cpu is left out: Spark sets it itself",
                   "d/t.yaml:13: resources.requests.memory is left out: Spark sets it itself",
                   "d/t.yaml:13: resources.limits.memory is left out: Spark sets it itself"}));
}

TEST(TemplateFile, SaysWhatSparkWritesOverInMetadata) {
  const std::string text = R"(kind: Pod
metadata:
  creationTimestamp: null
  generateName: a
  namespace: b
  labels:
    spark-role: driver
    spark-app-name: c
    team: d
  annotations: {e: f}
)";
  EXPECT_EQ(
      issues(text),
      (Lines{"d/t.yaml:4: metadata.generateName is left out: Spark sets it itself",
             "d/t.yaml:5: metadata.namespace is left out: Spark sets it itself",
             "d/t.yaml:7: metadata.labels.spark-role is left out: Spark sets it itself",
             "d/t.yaml:8: metadata.labels.spark-app-name is left out: Spark sets it itself"}));
  EXPECT_EQ(changes(load(text).policies, minimal("executor")),
            (Lines{R"(add /metadata/labels/team "d")", R"(add /metadata/annotations {"e":"f"})"}));
}

TEST(TemplateFile, WhatSparkWouldKeepAndWeDoNotIsAMistake) {
  EXPECT_EQ(
      issues("kind: Pod\nmetadata: {finalizers: [a], labels: {spark-team: b}}\n"
             "spec: {nodeName: c}\n"),
      (Lines{
          "d/t.yaml:2: metadata.finalizers cannot be set: a template gives labels and annotations",
          "d/t.yaml:2: the label 'spark-team' cannot be set: Spark finds its pods by it",
          "d/t.yaml:3: spec.nodeName cannot be set: it would bypass the scheduler; use affinity or "
          "nodeSelector"}));
}

TEST(TemplateFile, HostnameIsTheDriversOwn) {
  const std::string text = "kind: Pod\nspec: {hostname: a}\n";
  EXPECT_EQ(issues(text, "executor"),
            Lines{"d/t.yaml:2: spec.hostname is left out: Spark sets it itself"});
  EXPECT_EQ(issues(text, "both"),
            Lines{"d/t.yaml:2: spec.hostname is left out: Spark sets it itself on executors"});
  EXPECT_EQ(issues(text, "driver"), Lines{});
  EXPECT_EQ(changes(load(text, "driver").policies, minimal("driver")),
            Lines{R"(add /spec/hostname "a")"});
}

TEST(TemplateFile, GracePeriodOfExecutorsCountsThoughSparkWouldNotReadIt) {
  const std::string text = "kind: Pod\nspec: {terminationGracePeriodSeconds: 60}\n";
  EXPECT_EQ(issues(text),
            Lines{"d/t.yaml:2: spec.terminationGracePeriodSeconds counts here; Spark 4.1 and later "
                  "would not read it from an executor's template"});
  EXPECT_EQ(issues(text, "driver"), Lines{});
  EXPECT_EQ(changes(load(text).policies, minimal("executor")),
            Lines{"replace /spec/terminationGracePeriodSeconds 60"});
}

TEST(TemplateFile, ServiceAccountByItsOldName) {
  const std::string old = "kind: Pod\nspec:\n  serviceAccount: a\n";
  EXPECT_EQ(issues(old), Lines{"d/t.yaml:3: spec.serviceAccount is read as serviceAccountName, its "
                               "new name"});
  EXPECT_EQ(changes(load(old).policies, minimal("executor")),
            Lines{R"(replace /spec/serviceAccountName "a")"});
  EXPECT_EQ(issues(old + "  serviceAccountName: b\n"),
            Lines{"d/t.yaml:3: spec.serviceAccount is left out: serviceAccountName is there, too"});
}

TEST(TemplateFile, AMisspeltSparkContainerIsAnotherOne) {
  EXPECT_EQ(issues("kind: Pod\nspec:\n  containers:\n  - {name: side, image: a}\n"
                   "  - {name: spark-kubernetes-executors, stdin: true}\n"
                   "  initContainers: [{name: prepare}]\n"),
            (Lines{"d/t.yaml:4: the first container is taken for the Spark container: none is "
                   "called spark-kubernetes-driver or spark-kubernetes-executor",
                   "d/t.yaml:4: image is left out: Spark sets it itself",
                   "d/t.yaml:5: the container 'spark-kubernetes-executors' has no image: it is "
                   "never added, only one of that name is changed, did you mean "
                   "'spark-kubernetes-executor'?",
                   "d/t.yaml:6: the container 'prepare' has no image: it is never added, only one "
                   "of that name is changed"}));
}

TEST(TemplateFile, WhatSparkKeepsOfItsContainerIsKept) {
  const std::string text = R"(kind: Pod
spec:
  containers:
  - name: spark-kubernetes-executor
    command: [tini]
    workingDir: /work
    ports: [{containerPort: 9000}]
    envFrom: [{secretRef: {name: a}}]
    env: [{name: SPARK_RESOURCE_PROFILE_ID, value: "7"}, {name: SPARK_JAVA_OPT_0, value: b}]
    resources: {limits: {cpu: 3, nvidia.com/gpu: 1}}
    securityContext: {runAsUser: 185}
)";
  EXPECT_EQ(issues(text),
            (Lines{"d/t.yaml:5: command is left out: it is how Spark is started",
                   "d/t.yaml:9: SPARK_RESOURCE_PROFILE_ID is left out: Spark sets it itself",
                   "d/t.yaml:9: SPARK_JAVA_OPT_0 is left out: Spark sets it itself"}));
  EXPECT_EQ(changes(load(text).policies, minimal("executor")),
            (Lines{R"(add /spec/containers/0/workingDir "/work")",
                   R"(add /spec/containers/0/ports [{"containerPort":9000,"protocol":"TCP"}])",
                   R"(add /spec/containers/0/envFrom [{"secretRef":{"name":"a"}}])",
                   R"(add /spec/containers/0/resources/limits/cpu 3)",
                   R"(add /spec/containers/0/resources/limits/nvidia.com~1gpu 1)",
                   R"(add /spec/containers/0/securityContext {"runAsUser":185})"}));
}

TEST(TemplateFile, VolumesThatSparkHasOrWouldLookFor) {
  EXPECT_EQ(issues("kind: Pod\nspec:\n  volumes:\n  - {name: spark-conf-volume, emptyDir: {}}\n"),
            Lines{"d/t.yaml:4: the volume 'spark-conf-volume' is Spark's own and cannot be set"});
  EXPECT_EQ(
      issues("kind: Pod\nspec:\n  volumes:\n  - {name: spark-local-dir-1, emptyDir: {}}\n"
             "  - {name: spark-local-dir-nvme, hostPath: {path: /nvme}}\n"),
      Lines{"d/t.yaml:5: the volume 'spark-local-dir-nvme' is no scratch space of Spark here: "
            "SPARK_LOCAL_DIRS is set before; override the source of 'spark-local-dir-1'"});
}

TEST(TemplateFile, MountsOfVolumesThatItDoesNotBring) {
  EXPECT_EQ(issues("kind: Pod\nspec:\n  volumes: [{name: own, emptyDir: {}}]\n  containers:\n"
                   "  - name: main\n    volumeMounts:\n    - {name: own, mountPath: /own}\n"
                   "    - {name: shared-volume, mountPath: /var/data}\n"),
            Lines{"d/t.yaml:8: the volume 'shared-volume' is not in this template: the pod has to "
                  "bring it"});
}

TEST(TemplateFile, TheFirstContainerIsSparksWhenNoneHasItsName) {
  const auto loaded = load(
      "kind: Pod\nspec: {containers: [{name: main, stdin: true}, {name: side, image: s:1}]}\n");
  EXPECT_EQ(changes(loaded.policies, minimal("executor")),
            (Lines{"add /spec/containers/0/stdin true",
                   R"(add /spec/containers/- {"image":"s:1","name":"side"})"}));
}

TEST(TemplateFile, APodTemplateHasItInside) {
  const auto loaded = load("kind: PodTemplate\ntemplate: {spec: {schedulerName: x}}\n");
  EXPECT_EQ(changes(loaded.policies, minimal("executor")),
            Lines{R"(replace /spec/schedulerName "x")"});
  EXPECT_EQ(issues("kind: PodTemplate\n"),
            Lines{"d/t.yaml:1: 'template' is missing in a PodTemplate"});
}

TEST(TemplateFile, OperationsNameIt) {
  const auto loaded = load(kSparksOwn);
  const cli::Examined examined = ask(loaded.policies, minimal("executor"));
  EXPECT_EQ(examined.provenance.at(0).policy, "p");
  EXPECT_EQ(examined.provenance.at(0).file, "t.yaml");
  EXPECT_EQ(examined.provenance.at(0).line, 3);
}

TEST(TemplateFile, WithTwoSparkContainers) {
  EXPECT_EQ(issues("kind: Pod\nspec:\n  containers:\n  - {name: spark-kubernetes-driver}\n"
                   "  - {name: spark-kubernetes-executor, image: x:1}\n"),
            Lines{"d/t.yaml:5: a second Spark container; the first is in line 4"});
}

TEST(TemplateFile, MistakesAreTheTemplatesOwn) {
  EXPECT_EQ(
      issues("kind: Pod\nspec: {schedulerNam: x, tolerations: [{operator: Is}]}\nstatus: {}\n"),
      (Lines{
          "d/t.yaml:2: unknown field 'schedulerNam' in a PodSpec, did you mean "
          "'schedulerName'?",
          "d/t.yaml:2: spec.tolerations[0].operator must be Exists, Equal, Lt or Gt, not 'Is'"}));
  EXPECT_EQ(issues("kind: Pod\nspec:\n  activeDeadlineSeconds: 0\n"),
            Lines{"d/t.yaml:3: spec.activeDeadlineSeconds must be 1 or more, not 0"});
}

}  // namespace
}  // namespace sparkgate
