#include "policyfile/template_file.h"

#include <gtest/gtest.h>

#include "policyfile/load.h"
#include "support/world.h"

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;

constexpr char kPolicy[] = R"(apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: p}
spec: {overrides: {executor: {templateFile: t.yaml}}}
)";

policyfile::Loaded load(const std::string& text) {
  return policyfile::load({{"d/p.yaml", "p.yaml", kPolicy}, {"d/t.yaml", "t.yaml", text}});
}

Lines issues(const std::string& text) {
  Lines result;
  for (const auto& issue : load(text).issues) {
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
                   "d/t.yaml:11: args is left out: Spark sets it itself",
                   "d/t.yaml:12: SPARK_USER is left out: Spark sets it itself",
                   "d/t.yaml:13: resources.requests.cpu is left out: Spark sets it itself",
                   "d/t.yaml:13: resources.requests.memory is left out: Spark sets it itself",
                   "d/t.yaml:13: resources.limits.memory is left out: Spark sets it itself"}));
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
