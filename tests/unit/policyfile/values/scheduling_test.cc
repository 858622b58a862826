#include <gtest/gtest.h>

#include "unit/policyfile/values/said.h"

namespace sparkgate {
namespace {

TEST(SchedulingValues, NodeTerms) {
  EXPECT_EQ(said_of_pod("affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
                        "{nodeSelectorTerms: []}}}"),
            "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution."
            "nodeSelectorTerms must not be empty");
  EXPECT_EQ(
      said_of_pod("affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {}}}"),
      "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution needs "
      "'nodeSelectorTerms'");
  EXPECT_EQ(said_of_pod("affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
                        "{nodeSelectorTerms: [{matchExpressions: [{key: a, operator: In}]}]}}}"),
            "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution."
            "nodeSelectorTerms[0].matchExpressions[0] needs 'values' for In");
  EXPECT_EQ(
      said_of_pod(
          "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
          "{nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Exists, values: [b]}]}]}}}"),
      "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms["
      "0].matchExpressions[0].values cannot be set for Exists");
  EXPECT_EQ(
      said_of_pod(
          R"(affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: "a b", operator: In, values: ["c d"]}]}]}}})"),
      "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms["
      "0].matchExpressions[0].key is 'a b': a key has at most 63 letters, digits, '-', '_' or '.', "
      "and begins and ends with a letter or digit\n"
      "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms["
      "0].matchExpressions[0].values[0] is 'c d': a label value has at most 63 letters, digits, "
      "'-', '_' or '.', and begins and ends with a letter or digit");
  EXPECT_EQ(
      said_of_pod(
          R"(affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Gt, values: ["1", "2"]}]}]}}})"),
      "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms["
      "0].matchExpressions[0] needs one of 'values' for Gt");
  EXPECT_EQ(
      said_of_pod(
          "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
          "{nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Gt, values: [x]}]}]}}}"),
      "warning: "
      "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms["
      "0].matchExpressions[0].values is 'x': a scheduler that does not find a whole number for Gt "
      "finds no node");
  EXPECT_EQ(
      said_of_pod(
          R"(affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: ""}]}]}}})"),
      "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms["
      "0].matchExpressions[0].operator must not be empty");
  EXPECT_EQ(
      said_of_pod(
          "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
          "{nodeSelectorTerms: [{matchFields: [{key: metadata.name, operator: Exists}]}]}}}"),
      "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms["
      "0].matchFields[0] needs one of 'values', the name of a node\n"
      "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms["
      "0].matchFields[0].operator must be In or NotIn for a field of a node, not 'Exists'");
  EXPECT_EQ(
      said_of_pod("affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
                  "{nodeSelectorTerms: [{matchFields: [{key: metadata.uid, operator: In, values: "
                  "[A]}]}]}}}"),
      "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms["
      "0].matchFields[0].key must be metadata.name, the only field of a node, not 'metadata.uid'\n"
      "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms["
      "0].matchFields[0].values is 'A', which no node can be called");
  EXPECT_EQ(
      said_of_pod("affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: "
                  "[{weight: 101, preference: {}}, {}]}}"),
      "spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight must "
      "be from 1 to 100, not 101\n"
      "spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[1] needs "
      "'weight'");
  EXPECT_EQ(
      said_of_pod(
          R"(affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a.b/c, operator: Lt, values: ["5"]}]}]}}})"),
      "");
  EXPECT_EQ(said_of_pod("affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
                        "{nodeSelectorTerms: [{matchFields: [{key: metadata.name, operator: NotIn, "
                        "values: [node-1]}]}]}}}"),
            "");
  EXPECT_EQ(
      said_of_pod(
          R"(affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 100, preference: {matchExpressions: [{key: a, operator: In, values: ["b c"]}]}}]}})"),
      "");
  EXPECT_EQ(said_of_pod("affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
                        "{nodeSelectorTerms: [{}]}}}"),
            "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution."
            "nodeSelectorTerms admit no node: an empty term matches none");
}

TEST(SchedulingValues, PodTerms) {
  EXPECT_EQ(
      said_of_pod(
          R"(affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: "a b"}]}})"),
      "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey is "
      "'a b': a key has at most 63 letters, digits, '-', '_' or '.', and begins and ends with a "
      "letter or digit");
  EXPECT_EQ(said_of_pod("affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
                        "[{namespaces: [A]}]}}"),
            "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0] needs "
            "'topologyKey'\n"
            "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]."
            "namespaces[0] is 'A': such a name has at most 63 lower-case letters, digits and '-', "
            "and begins and ends with a letter or digit");
  EXPECT_EQ(said_of_pod("affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
                        "[{topologyKey: zone, matchLabelKeys: [a]}]}}"),
            "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]."
            "matchLabelKeys needs a labelSelector beside it");
  EXPECT_EQ(said_of_pod("affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
                        "[{topologyKey: zone, labelSelector: {matchLabels: {a: b}}, "
                        "matchLabelKeys: [a, c], mismatchLabelKeys: [c]}]}}"),
            "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]."
            "matchLabelKeys has 'a', as labelSelector has: pods with such a label are refused\n"
            "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]."
            "matchLabelKeys has 'c', as mismatchLabelKeys has");
  EXPECT_EQ(
      said_of_pod(
          R"(affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: zone, labelSelector: {matchExpressions: [{key: a, operator: In}, {key: b, operator: Exists, values: ["c d"]}]}}]}})"),
      "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector."
      "matchExpressions[0] needs 'values' for In\n"
      "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector."
      "matchExpressions[1].values cannot be set for Exists\n"
      "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector."
      "matchExpressions[1].values[0] is 'c d': a label value has at most 63 letters, digits, '-', "
      "'_' or '.', and begins and ends with a letter or digit");
  EXPECT_EQ(
      said_of_pod(
          R"(affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 0, podAffinityTerm: {topologyKey: ""}}, {}]}})"),
      "spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight "
      "must be from 1 to 100, not 0\n"
      "spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0]."
      "podAffinityTerm.topologyKey must not be empty\n"
      "spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[1] needs "
      "'weight'\n"
      "spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[1] needs "
      "'podAffinityTerm'");
  EXPECT_EQ(said_of_pod(
                "affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
                "[{topologyKey: zone, namespaces: [a], labelSelector: {}, matchLabelKeys: [a]}]}}"),
            "");
}

TEST(SchedulingValues, Tolerations) {
  EXPECT_EQ(
      said_of_pod("tolerations: [{value: x}]"),
      "spec.tolerations[0] without a key needs operator: Exists, which tolerates every taint");
  EXPECT_EQ(said_of_pod(R"(tolerations: [{key: "a b", operator: Exists, value: x}])"),
            "spec.tolerations[0].key is 'a b': a key has at most 63 letters, digits, '-', '_' or "
            "'.', and begins and ends with a letter or digit\n"
            "spec.tolerations[0].value cannot be set for operator: Exists");
  EXPECT_EQ(said_of_pod(R"(tolerations: [{key: a, value: "b c"}])"),
            "spec.tolerations[0].value is 'b c': a label value has at most 63 letters, digits, "
            "'-', '_' or '.', and begins and ends with a letter or digit");
  EXPECT_EQ(said_of_pod("tolerations: [{key: a, tolerationSeconds: 5}]"),
            "spec.tolerations[0].tolerationSeconds needs effect: NoExecute");
  EXPECT_EQ(said_of_pod(R"(tolerations: [{key: a, operator: Gt, value: "05"}])"),
            "spec.tolerations[0].value must be a whole number for operator: Gt, not '05'");
  EXPECT_EQ(said_of_pod(R"(tolerations: [{operator: Exists, effect: ""}])"), "");
  EXPECT_EQ(
      said_of_pod("tolerations: [{key: a, effect: NoExecute, tolerationSeconds: -5000000000}]"),
      "");
  EXPECT_EQ(said_of_pod(R"(tolerations: [{key: a, operator: Lt, value: "-9223372036854775808"}])"),
            "");
  EXPECT_EQ(said_of_pod(R"(tolerations: [{key: a, operator: ""}])"), "");
}

TEST(SchedulingValues, SpreadConstraints) {
  EXPECT_EQ(said_of_pod("topologySpreadConstraints: [{topologyKey: zone, whenUnsatisfiable: "
                        "DoNotSchedule, labelSelector: {}}]"),
            "spec.topologySpreadConstraints[0] needs 'maxSkew'");
  EXPECT_EQ(said_of_pod("topologySpreadConstraints: [{topologyKey: zone, whenUnsatisfiable: "
                        "DoNotSchedule, maxSkew: 0}]"),
            "spec.topologySpreadConstraints[0].maxSkew must be 1 or more, not 0");
  EXPECT_EQ(
      said_of_pod(
          R"(topologySpreadConstraints: [{topologyKey: zone, whenUnsatisfiable: DoNotSchedule, maxSkew: 1, minDomains: 0, matchLabelKeys: ["a b"]}])"),
      "spec.topologySpreadConstraints[0].minDomains must be 1 or more, not 0\n"
      "spec.topologySpreadConstraints[0].matchLabelKeys needs a labelSelector beside it\n"
      "spec.topologySpreadConstraints[0].matchLabelKeys[0] is 'a b': a key has at most 63 letters, "
      "digits, '-', '_' or '.', and begins and ends with a letter or digit");
  EXPECT_EQ(
      said_of_pod(
          R"(topologySpreadConstraints: [{maxSkew: 1, topologyKey: "", whenUnsatisfiable: ""}])"),
      "spec.topologySpreadConstraints[0].topologyKey must not be empty\n"
      "spec.topologySpreadConstraints[0].whenUnsatisfiable must not be empty");
  EXPECT_EQ(said_of_pod("topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, "
                        "whenUnsatisfiable: ScheduleAnyway, minDomains: 1}]"),
            "spec.topologySpreadConstraints[0].minDomains needs whenUnsatisfiable: DoNotSchedule");
  EXPECT_EQ(said_of_pod("topologySpreadConstraints: [{topologyKey: zone, whenUnsatisfiable: "
                        "DoNotSchedule, maxSkew: 1, minDomains: 1}]"),
            "");
  EXPECT_EQ(
      said_of_pod(
          R"(topologySpreadConstraints: [{maxSkew: 1, topologyKey: "a b", whenUnsatisfiable: ScheduleAnyway}])"),
      "");
}

}  // namespace
}  // namespace sparkgate
