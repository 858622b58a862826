#include "policyfile/check_directives.h"

#include <gtest/gtest.h>

#include "support/world.h"

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;

/// The mistakes of an override (flow YAML of a template), without their places.
Lines about(const std::string& pod_template, const std::string& layer = "overrides") {
  Lines result;
  for (const std::string& line : mistakes_in_spec(layer + ": {both: " + pod_template + "}")) {
    result.push_back(line.substr(line.find(": ") + 2));
  }
  return result;
}

Lines in_spec(const std::string& spec) {
  return about("{spec: " + spec + "}");
}

Lines in_spark(const std::string& container) {
  return in_spec("{containers: [{name: $spark, " + container + "}]}");
}

TEST(Directives, StandInOverridesOnly) {
  EXPECT_EQ(about("{spec: {nodeSelector: {$patch: replace}}}", "defaults"),
            Lines{"'$patch' is for overrides: a default fills in"});
  EXPECT_EQ(about("{spec: {tolerations: [{$patch: replace}]}}", "defaults"),
            Lines{"'$patch' is for overrides: a default fills in"});
  EXPECT_EQ(about("{spec: {affinity: null}}", "defaults"),
            Lines{"spec.affinity: null is for overrides: a default fills in"});
}

TEST(Directives, AreThoseOfKubernetes) {
  EXPECT_EQ(in_spec("{nodeSelector: {$patch: merge}}"),
            Lines{"$patch must be replace or delete, not the string 'merge'"});
  EXPECT_EQ(in_spec("{nodeSelector: {$put: x}}"), Lines{"unknown directive '$put'"});
  EXPECT_EQ(about("{metadata: {$deleteFromPrimitiveList/finalizers: [a]}}"),
            (Lines{"only finalizers are such a list, and templates have none",
                   "metadata.$deleteFromPrimitiveList/finalizers cannot be set: a template gives "
                   "labels and annotations"}));
}

TEST(Directives, SparkStandsNowhereInTheirWay) {
  for (const char* spec :
       {"{$patch: replace}", "{containers: [{name: $spark, $patch: replace}]}",
        "{containers: [{name: $spark, resources: {$patch: delete}}]}",
        "{containers: [{name: $spark, resources: {requests: {$patch: replace}}}]}"}) {
    EXPECT_EQ(in_spec(spec).size(), 1U) << spec;
  }
  EXPECT_EQ(in_spec("{volumes: [{$patch: replace}]}"),
            Lines{"spec.volumes[0] cannot be given up: not all in it is yours; name what is to go "
                  "with $patch: delete"});
  EXPECT_EQ(about("{metadata: {labels: {$patch: replace, a: b}}}"),
            Lines{"metadata.labels cannot be given up: not all in it is yours"});
  EXPECT_EQ(in_spark("env: null"), Lines{"spec.containers[0].env: env cannot be taken out: not all "
                                         "in it is yours"});
  EXPECT_EQ(in_spec("{containers: [{name: side, env: null}]}"), Lines{});
}

TEST(Directives, DeleteNamesAnItemByItsKey) {
  EXPECT_EQ(in_spec("{volumes: [{name: v, $patch: delete}]}"), Lines{});
  EXPECT_EQ(in_spec("{volumes: [{name: v, emptyDir: {}, $patch: delete}]}"),
            Lines{"'emptyDir' says nothing beside $patch: delete"});
  EXPECT_EQ(in_spec("{tolerations: [{key: a, $patch: delete}]}"),
            (Lines{"spec.tolerations[0] cannot be named: its list has no merge key"}));
}

TEST(Directives, LeaveNothingEmptyThatMayNotBe) {
  EXPECT_EQ(
      in_spark("livenessProbe: {$patch: delete}"),
      Lines{"spec.containers[0].livenessProbe would be empty, which is not valid: write null"});
  EXPECT_EQ(in_spark("livenessProbe: null"), Lines{});
  EXPECT_EQ(in_spec("{nodeSelector: {$patch: replace, a: b, c: null}}"),
            Lines{"spec.nodeSelector.c: it says nothing beside $patch"});
}

TEST(Directives, ReplaceIsAnItemOfItsOwn) {
  EXPECT_EQ(in_spec("{tolerations: [{$patch: replace}, {key: a, operator: Exists}]}"), Lines{});
  EXPECT_EQ(in_spec("{hostAliases: [{ip: 1.1.1.1, $patch: replace}]}"),
            Lines{"write {$patch: replace} as an item of its own: it speaks about the whole list"});
  EXPECT_EQ(in_spec("{dnsConfig: {searches: [{$patch: replace}]}}"),
            Lines{"spec.dnsConfig.searches[0] is replaced as a whole without $patch"});
}

TEST(Directives, RetainedKeysNameWhatIsSaid) {
  EXPECT_EQ(in_spec("{volumes: [{name: v, $retainKeys: [name, emptyDir], emptyDir: {}}]}"),
            Lines{});
  EXPECT_EQ(in_spec("{volumes: [{name: v, $retainKeys: [emptyDir], emptyDir: {}}]}"),
            Lines{"'name' is not in $retainKeys"});
  EXPECT_EQ(in_spec("{volumes: [{name: v, $retainKeys: [name]}]}"),
            Lines{"one of the fields that say what it is must stay"});
  EXPECT_EQ(in_spec("{volumes: [{name: v, $retainKeys: all}]}"),
            Lines{"$retainKeys must be a list of fields"});
}

TEST(Directives, AnOrderHasAllItemsThatAreSaid) {
  EXPECT_EQ(in_spec("{$setElementOrder/volumes: [{name: a}, {name: b}], volumes: [{name: b, "
                    "emptyDir: {}}]}"),
            Lines{});
  EXPECT_EQ(in_spec("{$setElementOrder/volumes: [{name: a}], volumes: [{name: b, emptyDir: {}}]}"),
            Lines{"this item is not in $setElementOrder/volumes"});
  EXPECT_EQ(in_spec("{$setElementOrder/volumes: [{name: a}, {name: b}], volumes: [{name: b, "
                    "emptyDir: {}}, {name: a, emptyDir: {}}]}"),
            Lines{"$setElementOrder/volumes has it in another place"});
  EXPECT_EQ(in_spec("{$setElementOrder/tolerations: []}"),
            Lines{"'tolerations' is no list with a merge key"});
}

TEST(Null, IsWrittenOut) {
  EXPECT_EQ(in_spec("{affinity: null, hostname: ~}"), Lines{});
  EXPECT_EQ(in_spec("{affinity: , hostname: h}"),
            Lines{"spec.affinity must be a value, not nothing"});
  EXPECT_EQ(mistakes_in_spec("overrides:\n  both:\n    spec:\n      affinity:\n      hostname: h"),
            Lines{"4:7: spec.affinity must be a value, not nothing"});
}

TEST(Null, LeavesAValidPod) {
  EXPECT_EQ(in_spec("{containers: [{name: side, image: null}]}"),
            Lines{"spec.containers[0].image: a pod without it is not valid; take out what it "
                  "belongs to"});
  EXPECT_EQ(in_spec("{volumes: [{name: v, emptyDir: null}]}"),
            Lines{"spec.volumes[0].emptyDir: say beside it what it is to be instead"});
  EXPECT_EQ(in_spec("{volumes: [{name: v, emptyDir: null, hostPath: {path: /x}}]}"), Lines{});
  EXPECT_EQ(in_spec("{containers: [{name: side, imagePullPolicy: null}]}"),
            Lines{"spec.containers[0].imagePullPolicy: the API server puts it back; say what it is "
                  "to be"});
}

}  // namespace
}  // namespace sparkgate
