#include "policyfile/check_pod.h"

#include <gtest/gtest.h>

#include "support/world.h"

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;

/// The mistakes of a template (YAML, from column 1), by line of the template.
Lines about(const std::string& pod_template) {
  std::string spec = "defaults:\n  both:\n";
  for (std::size_t at = 0; at < pod_template.size();) {
    const std::size_t end = pod_template.find('\n', at);
    spec += "    " + pod_template.substr(at, end - at) + "\n";
    at = end == std::string::npos ? pod_template.size() : end + 1;
  }
  Lines result;
  for (const std::string& line : mistakes_in_spec(spec)) {
    const std::size_t colon = line.find(':'), second = line.find(':', colon + 1);
    result.push_back(std::to_string(std::stoi(line) - 2) + line.substr(second));
  }
  return result;
}

TEST(Pod, TypesAreThoseOfKubernetes) {
  EXPECT_EQ(
      about("spec:\n"
            "  hostNetwork: \"yes\"\n"
            "  terminationGracePeriodSeconds: 1.5\n"
            "  schedulerName: 7\n"
            "  tolerations: {}\n"
            "  nodeSelector: {a: 1}\n"
            "  containers: [{name: x, image: y:1, env: [{name: A, value: 1}]}]\n"
            "  securityContext: []\n"),
      (Lines{"2: spec.hostNetwork must be true or false, not the string 'yes'",
             "3: spec.terminationGracePeriodSeconds must be a whole number, not the number 1.5",
             "4: spec.schedulerName must be a string, not the number 7; put it in quotes",
             "5: spec.tolerations must be a list, not a map",
             "6: spec.nodeSelector.a must be a string, not the number 1; put it in quotes",
             "7: spec.containers[0].env[0].value must be a string, not the number 1; put it in "
             "quotes",
             "8: spec.securityContext must be a map, not a list"}));
}

TEST(Pod, OneAlternativeAndNumbersThatFit) {
  EXPECT_EQ(about("spec:\n"
                  "  activeDeadlineSeconds: 5000000000\n"
                  "  volumes:\n"
                  "  - {name: v, emptyDir: {}, hostPath: {path: /x}}\n"
                  "  containers:\n"
                  "  - name: $spark\n"
                  "    ports: [{containerPort: -3000000000}]\n"
                  "    env:\n"
                  "    - {name: A, value: x, valueFrom: {fieldRef: {fieldPath: metadata.name}}}\n"),
            (Lines{"2: spec.activeDeadlineSeconds does not fit into 32 bits",
                   "4: spec.volumes[0] has 'emptyDir' already, and can have one of these only",
                   "7: spec.containers[0].ports[0].containerPort must be from 1 to 65535, not "
                   "-3000000000",
                   "9: spec.containers[0].env[0] has 'value' already, and can have one of these "
                   "only"}));
}

TEST(Pod, WhatTheApiServerWouldRefuse) {
  EXPECT_EQ(
      about("metadata: {labels: {a: \"b c\", \"x y\": z}}\n"
            "spec:\n"
            "  tolerations: [{key: a, operator: Equals}]\n"
            "  dnsPolicy: clusterFirst\n"
            "  containers: [{name: $spark, resources: {limits: {memory: 8GB}}}]\n"),
      (Lines{"1: metadata.labels.a is 'b c': a label value has at most 63 letters, digits, '-', "
             "'_' or '.', and begins and ends with a letter or digit",
             "1: 'x y' in metadata.labels: a key has at most 63 letters, digits, '-', '_' or "
             "'.', and begins and ends with a letter or digit",
             "3: spec.tolerations[0].operator must be Exists, Equal, Lt or Gt, not 'Equals', did "
             "you mean 'Equal'?",
             "4: spec.dnsPolicy must be ClusterFirst, ClusterFirstWithHostNet, Default or None, "
             "not 'clusterFirst', did you mean 'ClusterFirst'?",
             "5: spec.containers[0].resources.limits.memory must be a quantity such as 500m, 2 "
             "or 16Gi, not the string '8GB'"}));
}

TEST(Pod, FieldsItWouldDropSilently) {
  EXPECT_EQ(
      about("spec:\n  priorityClasName: a\n  brandNewThing: 1\n"),
      (Lines{"2: unknown field 'priorityClasName' in a PodSpec, did you mean "
             "'priorityClassName'?",
             "3: warning: unknown field 'brandNewThing' in a PodSpec; an API server that does not "
             "know it drops it silently"}));
}

TEST(Pod, ListsThatMergeNeedTheirKeys) {
  EXPECT_EQ(about("spec:\n"
                  "  containers:\n"
                  "  - {image: x:1}\n"
                  "  - {name: $spark, env: [{name: A}, {name: B}, {name: A}]}\n"
                  "  - name: log\n"
                  "    image: l:1\n"
                  "    ports: [{containerPort: 1}, {containerPort: 1, protocol: UDP}, "
                  "{containerPort: 1, protocol: TCP}]\n"
                  "  - {name: log, image: l:2}\n"),
            (Lines{"3: spec.containers[0] needs 'name'",
                   "4: spec.containers[1].env[2] is there already, in line 10: name \"A\"",
                   "7: spec.containers[2].ports[2] is there already, in line 13: containerPort 1",
                   "8: spec.containers[3] is there already, in line 11: name \"log\""}));
}

TEST(Pod, AVolumeClaimAsksForStorage) {
  EXPECT_EQ(
      about("spec:\n  volumes:\n  - name: scratch\n    ephemeral: {volumeClaimTemplate: {spec: "
            "{accessModes: [ReadWriteOnce], resources: {requests: {storage: 10Gi}}}}}\n"),
      Lines{});
  EXPECT_EQ(about("spec: {containers: [{name: $spark, resources: {limits: {storage: 1Gi}}}]}\n"),
            Lines{"1: 'storage' in spec.containers[0].resources.limits: no resource of Kubernetes: "
                  "cpu, memory, ephemeral-storage or one with a domain such as nvidia.com/gpu"});
}

TEST(Pod, NumbersMayStandForQuantities) {
  EXPECT_EQ(
      about("spec: {containers: [{name: $spark, resources: {limits: {cpu: 2, memory: 1.5Gi}}}]}\n"),
      Lines{});
}

}  // namespace
}  // namespace sparkgate
