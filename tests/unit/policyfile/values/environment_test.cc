#include <gtest/gtest.h>

#include "unit/policyfile/values/said.h"

namespace sparkgate {
namespace {

TEST(EnvironmentValues, Names) {
  EXPECT_EQ(said_of_container(R"(env: [{name: "a=b"}, {name: "é"}, {name: ""}])"),
            "spec.containers[0].env[0].name is 'a=b': a variable's name has printable ASCII "
            "characters only, and no '='\n"
            "spec.containers[0].env[1].name is 'é': a variable's name has printable ASCII "
            "characters only, and no '='\n"
            "spec.containers[0].env[2].name must not be empty");
  EXPECT_EQ(said_of_container(R"(envFrom: [{prefix: "a=", secretRef: {name: s}}])"),
            "spec.containers[0].envFrom[0].prefix is 'a=': a variable's name has printable ASCII "
            "characters only, and no '='");
  EXPECT_EQ(
      said_of_container(
          R"(env: [{name: "1 strange {name}", value: x}], envFrom: [{prefix: "1 ", secretRef: {name: s-}}])"),
      "");
}

TEST(EnvironmentValues, Sources) {
  EXPECT_EQ(said_of_container("envFrom: [{prefix: A}]"),
            "spec.containers[0].envFrom[0] needs configMapRef or secretRef");
  EXPECT_EQ(said_of_container("env: [{name: A, valueFrom: {}}]"),
            "spec.containers[0].env[0].valueFrom needs fieldRef, resourceFieldRef, "
            "configMapKeyRef, secretKeyRef or fileKeyRef");
  EXPECT_EQ(
      said_of_container("env: [{name: A, valueFrom: {newKind: {}}}]"),
      "warning: unknown field 'newKind' in a EnvVarSource; an API server that does not know it "
      "drops it silently");
  EXPECT_EQ(said_of_container("envFrom: [{configMapRef: {name: A}}, {secretRef: {}}]"),
            "spec.containers[0].envFrom[0].configMapRef.name is 'A': such a name has at most 253 "
            "lower-case letters, digits, '-' and '.', and each part between dots begins and ends "
            "with a letter or digit\n"
            "spec.containers[0].envFrom[1].secretRef needs 'name'");
  EXPECT_EQ(said_of_container("env: [{name: A}]"), "");
}

TEST(EnvironmentValues, Keys) {
  EXPECT_EQ(
      said_of_container(R"(env: [{name: A, valueFrom: {secretKeyRef: {name: S, key: "a/b"}}}])"),
      "spec.containers[0].env[0].valueFrom.secretKeyRef.name is 'S': such a name has at most 253 "
      "lower-case letters, digits, '-' and '.', and each part between dots begins and ends with a "
      "letter or digit\n"
      "spec.containers[0].env[0].valueFrom.secretKeyRef.key is 'a/b': a key has at most 253 "
      "letters, digits, '-', '_' or '.', and does not begin with '..'");
  EXPECT_EQ(
      said_of_container(R"(env: [{name: A, valueFrom: {configMapKeyRef: {name: c, key: "..a"}}}])"),
      "spec.containers[0].env[0].valueFrom.configMapKeyRef.key is '..a': a key has at most 253 "
      "letters, digits, '-', '_' or '.', and does not begin with '..'");
  EXPECT_EQ(
      said_of_container(R"(env: [{name: A, valueFrom: {configMapKeyRef: {key: "", name: ""}}}])"),
      "spec.containers[0].env[0].valueFrom.configMapKeyRef.key must not be empty\n"
      "spec.containers[0].env[0].valueFrom.configMapKeyRef.name must not be empty");
  EXPECT_EQ(said_of_container("env: [{name: A, valueFrom: {secretKeyRef: {}}}]"),
            "spec.containers[0].env[0].valueFrom.secretKeyRef needs 'name'\n"
            "spec.containers[0].env[0].valueFrom.secretKeyRef needs 'key'");
  EXPECT_EQ(
      said_of_container(
          R"(env: [{name: A, valueFrom: {fileKeyRef: {volumeName: V, path: ../a, key: "a="}}}])"),
      "spec.containers[0].env[0].valueFrom.fileKeyRef.volumeName is 'V': such a name has at most "
      "63 lower-case letters, digits and '-', and begins and ends with a letter or digit\n"
      "spec.containers[0].env[0].valueFrom.fileKeyRef.path is '../a': a path here has no '..'\n"
      "spec.containers[0].env[0].valueFrom.fileKeyRef.key is 'a=': a variable's name has printable "
      "ASCII characters only, and no '='");
  EXPECT_EQ(said_of_container("env: [{name: A, valueFrom: {secretKeyRef: {name: s, key: .a_B-}}}]"),
            "");
  EXPECT_EQ(said_of_container(
                "env: [{name: A, valueFrom: {fileKeyRef: {volumeName: v, path: /a, key: a b}}}]"),
            "");
}

TEST(EnvironmentValues, Fields) {
  EXPECT_EQ(
      said_of_container(
          "env: [{name: A, valueFrom: {fieldRef: {fieldPath: metadata.nam, apiVersion: v2}}}]"),
      "spec.containers[0].env[0].valueFrom.fieldRef.fieldPath must be metadata.name, "
      "metadata.namespace, metadata.uid, spec.nodeName, spec.serviceAccountName, status.hostIP, "
      "status.hostIPs, status.podIP or status.podIPs, not 'metadata.nam', did you mean "
      "'metadata.name'?\n"
      "spec.containers[0].env[0].valueFrom.fieldRef.apiVersion must be v1, not 'v2', did you mean "
      "'v1'?");
  EXPECT_EQ(
      said_of_container(
          R"(env: [{name: A, valueFrom: {fieldRef: {fieldPath: "metadata.labels['a b']"}}}])"),
      "spec.containers[0].env[0].valueFrom.fieldRef.fieldPath is 'metadata.labels['a b']': a key "
      "has at most 63 letters, digits, '-', '_' or '.', and begins and ends with a letter or "
      "digit");
  EXPECT_EQ(
      said_of_container(R"(env: [{name: A, valueFrom: {fieldRef: {fieldPath: "spec.x['a']"}}}])"),
      "spec.containers[0].env[0].valueFrom.fieldRef.fieldPath is 'spec.x['a']': only "
      "metadata.labels and metadata.annotations have keys");
  EXPECT_EQ(
      said_of_volume("downwardAPI: {items: [{path: p, fieldRef: {fieldPath: spec.nodeName}}]}"),
      "spec.volumes[0].downwardAPI.items[0].fieldRef.fieldPath must be metadata.name, "
      "metadata.namespace, metadata.labels, metadata.annotations or metadata.uid, not "
      "'spec.nodeName'");
  EXPECT_EQ(said_of_volume("downwardAPI: {items: [{path: p}]}"),
            "spec.volumes[0].downwardAPI.items[0] needs fieldRef or resourceFieldRef");
  EXPECT_EQ(said_of_container("env: [{name: A, valueFrom: {fieldRef: {fieldPath: spec.host}}}]"),
            "");
  EXPECT_EQ(
      said_of_container(
          R"(env: [{name: A, valueFrom: {fieldRef: {fieldPath: "metadata.annotations['Corp.example/A']"}}}])"),
      "");
  EXPECT_EQ(
      said_of_volume("downwardAPI: {items: [{path: p, fieldRef: {fieldPath: metadata.labels}}]}"),
      "");
}

TEST(EnvironmentValues, Amounts) {
  EXPECT_EQ(
      said_of_container("env: [{name: A, valueFrom: {resourceFieldRef: {resource: limits.cpus}}}]"),
      "spec.containers[0].env[0].valueFrom.resourceFieldRef.resource must be limits.cpu, "
      "limits.memory, limits.ephemeral-storage, requests.cpu, requests.memory or "
      "requests.ephemeral-storage, or one of hugepages, not 'limits.cpus', did you mean "
      "'limits.cpu'?");
  EXPECT_EQ(
      said_of_container(
          "env: [{name: A, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: 1k}}}]"),
      "spec.containers[0].env[0].valueFrom.resourceFieldRef.divisor must be 1m or 1, not 1k");
  EXPECT_EQ(said_of_container("env: [{name: A, valueFrom: {resourceFieldRef: {resource: "
                              "limits.memory, divisor: 2Mi}}}]"),
            "spec.containers[0].env[0].valueFrom.resourceFieldRef.divisor must be 1 or one of a "
            "unit such as 1Mi, not 2Mi");
  EXPECT_EQ(
      said_of_volume("downwardAPI: {items: [{path: p, resourceFieldRef: {resource: limits.cpu, "
                     "divisor: -1}}]}"),
      "spec.volumes[0].downwardAPI.items[0].resourceFieldRef needs 'containerName'\n"
      "spec.volumes[0].downwardAPI.items[0].resourceFieldRef.divisor must be 0 or more, not -1\n"
      "spec.volumes[0].downwardAPI.items[0].resourceFieldRef.divisor must be 1m or 1, not -1");
  EXPECT_EQ(said_of_container("env: [{name: A, valueFrom: {resourceFieldRef: {resource: "
                              "limits.memory, divisor: '1e3'}}}]"),
            "spec.containers[0].env[0].valueFrom.resourceFieldRef.divisor must be 1 or one of a "
            "unit such as 1Mi, not 1e3");
  EXPECT_EQ(said_of_container("env: [{name: A, valueFrom: {resourceFieldRef: {resource: "
                              "limits.memory, divisor: '1e0'}}}]"),
            "");
  EXPECT_EQ(said_of_container("env: [{name: A, valueFrom: {resourceFieldRef: {resource: "
                              "limits.cpu, divisor: 1000m}}}]"),
            "");
  EXPECT_EQ(said_of_container("env: [{name: A, valueFrom: {resourceFieldRef: {resource: "
                              "requests.hugepages-2Mi, divisor: 1024Ki}}}]"),
            "");
  EXPECT_EQ(
      said_of_container(
          "env: [{name: A, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 0}}}]"),
      "");
}

}  // namespace
}  // namespace sparkgate
