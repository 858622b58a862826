#include "policyfile/values/check_object.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "decision/pod_types.h"
#include "policyfile/yaml.h"
#include "support/world.h"
#include "unit/policyfile/values/said.h"

namespace sparkgate {
namespace {

using nlohmann::json;
using Lines = std::vector<std::string>;

/// What is said about one object alone, by type.
Lines about(const std::string& type, const std::string& object) {
  std::vector<policyfile::Issue> issues;
  policyfile::Source source("t.yaml", object, issues);
  const auto documents = policyfile::parse_yaml(source);
  policyfile::check_object(documents.front(), *decision::pod_type(type), "here", source);
  Lines lines;
  for (const policyfile::Issue& issue : issues) lines.push_back(issue.message);
  return lines;
}

TEST(CheckObject, DirectivesStandForTheRest) {
  EXPECT_EQ(about("VolumeMount", "{mountPath: /a}"), Lines{"here needs 'name'"});
  EXPECT_EQ(about("VolumeMount", "{mountPath: /a, $patch: delete}"), Lines{});
  EXPECT_EQ(about("VolumeMount", "{$patch: replace}"), Lines{});
  EXPECT_EQ(about("VolumeMount", "{mountPath: /a, $patch: replace}"), Lines{"here needs 'name'"});
  EXPECT_EQ(
      about("PodSpec", "{containers: [{$patch: delete, name: a, image: i, livenessProbe: {}}]}"),
      Lines{});
}

TEST(CheckObject, NullIsNotSaid) {
  EXPECT_EQ(about("SeccompProfile", "{type: Unconfined, localhostProfile: null}"), Lines{});
  EXPECT_EQ(about("SecretVolumeSource", "{secretName: null, defaultMode: null}"), Lines{});
}

TEST(CheckObject, WrongTypesAreSomebodyElses) {
  EXPECT_EQ(about("PodSpec", "{hostname: 7, initContainers: {}, volumes: [a], hostPID: {}}"),
            Lines{});
  EXPECT_EQ(about("Container", "{ports: [7, {name: []}], env: a, resources: [], image: 7}"),
            Lines{});
  EXPECT_EQ(about("Container", "{image: i, livenessProbe: 7, securityContext: [a]}"), Lines{});
  EXPECT_EQ(about("ResourceRequirements", "{limits: [], requests: {cpu: {}, a/b: x}}"), Lines{});
}

TEST(CheckObject, LongValuesAreCutBetweenCharacters) {
  EXPECT_EQ(about("PodSpec", "{hostname: \"" + std::string(79, 'a') + "éé\"}"),
            Lines{"here.hostname is '" + std::string(79, 'a') +
                  "...': such a name has at most 63 lower-case letters, digits and '-', and begins "
                  "and ends with a letter or digit"});
}

TEST(CheckObject, MistakesStandAtTheirValue) {
  EXPECT_EQ(mistakes_in_spec("overrides:\n"
                             "  both:\n"
                             "    spec:\n"
                             "      terminationGracePeriodSeconds: -1\n"
                             "      volumes:\n"
                             "      - name: a\n"
                             "        secret: {defaultMode: 0400}\n"),
            (Lines{"4:38: spec.terminationGracePeriodSeconds must be 0 or more, not -1",
                   "7:17: spec.volumes[0].secret needs 'secretName'"}));
}

/// What Spark, its operators and the API server made is valid.
TEST(CheckObject, RecordedPodsHaveNothingToSay) {
  for (const std::string& name : recordings()) {
    const json pod = Review(name).pod();
    const json& metadata = pod.at("metadata");
    const json pod_template = {{"metadata",
                                {{"labels", metadata.value("labels", json::object())},
                                 {"annotations", metadata.value("annotations", json::object())}}},
                               {"spec", pod.at("spec")}};
    EXPECT_EQ(said(pod_template.dump()), "") << name;
  }
}

}  // namespace
}  // namespace sparkgate
