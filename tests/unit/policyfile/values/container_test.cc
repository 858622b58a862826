#include <gtest/gtest.h>

#include "unit/policyfile/values/said.h"

namespace sparkgate {
namespace {

TEST(ContainerValues, Image) {
  EXPECT_EQ(said_of_pod(R"(containers: [{name: c, image: " i:1"}, {name: d, image: ""}])"),
            "spec.containers[0].image is ' i:1': an image's name has no blanks around it\n"
            "spec.containers[1].image must not be empty");
  EXPECT_EQ(said_of_pod(R"(containers: [{name: c, image: "not looked at"}])"), "");
}

TEST(ContainerValues, EmptyIsAbsentWhereNothingIsFilledIn) {
  EXPECT_EQ(said_of_pod(R"(tolerations: [{key: a, operator: "", effect: ""}])"), "");
  EXPECT_EQ(
      said_of_pod(R"(dnsPolicy: "")"),
      "spec.dnsPolicy must be ClusterFirst, ClusterFirstWithHostNet, Default or None, not ''");
  EXPECT_EQ(said_of_spark(R"(imagePullPolicy: "")"),
            "spec.containers[0].imagePullPolicy must not be empty");
}

TEST(ContainerValues, Ports) {
  EXPECT_EQ(said_of_container("ports: [{containerPort: 0}]"),
            "spec.containers[0].ports[0].containerPort must be from 1 to 65535, not 0");
  EXPECT_EQ(said_of_container("ports: [{containerPort: 65536, hostPort: -1}]"),
            "spec.containers[0].ports[0].containerPort must be from 1 to 65535, not 65536\n"
            "spec.containers[0].ports[0].hostPort must be from 0 to 65535, not -1");
  EXPECT_EQ(
      said_of_container(R"(ports: [{containerPort: 1, name: "80"}])"),
      "spec.containers[0].ports[0].name is '80': a port's name has at most 15 lower-case letters, "
      "digits and single '-', one letter at least, and begins and ends with a letter or digit");
  EXPECT_EQ(said_of_container("ports: [{containerPort: 1, name: a--b}]"),
            "spec.containers[0].ports[0].name is 'a--b': a port's name has at most 15 lower-case "
            "letters, digits and single '-', one letter at least, and begins and ends with a "
            "letter or digit");
  EXPECT_EQ(said_of_container("ports: [{containerPort: 1, name: a}, {containerPort: 2, name: a}]"),
            "spec.containers[0].ports[1].name is 'a', as another port of the container");
  EXPECT_EQ(
      said_of_container("ports: [{containerPort: 65535, hostPort: 0, name: abcdefghijklmno}]"), "");
}

TEST(ContainerValues, Probes) {
  EXPECT_EQ(said_of_container("livenessProbe: {httpGet: {}, periodSeconds: -1}"),
            "spec.containers[0].livenessProbe.httpGet needs 'port'\n"
            "spec.containers[0].livenessProbe.periodSeconds must be 0 or more, not -1");
  EXPECT_EQ(said_of_container("startupProbe: {httpGet: {port: 0}, successThreshold: 2}"),
            "spec.containers[0].startupProbe.httpGet.port must be from 1 to 65535, not 0\n"
            "spec.containers[0].startupProbe.successThreshold must be 1: only a readinessProbe can "
            "have more");
  EXPECT_EQ(said_of_container(
                R"(readinessProbe: {tcpSocket: {port: "80"}, terminationGracePeriodSeconds: 5})"),
            "spec.containers[0].readinessProbe.tcpSocket.port is '80': a port's name has at most "
            "15 lower-case letters, digits and single '-', one letter at least, and begins and "
            "ends with a letter or digit\n"
            "spec.containers[0].readinessProbe.terminationGracePeriodSeconds cannot be set: a "
            "readinessProbe never ends a container");
  EXPECT_EQ(
      said_of_container("livenessProbe: {grpc: {port: 70000}, terminationGracePeriodSeconds: 0}"),
      "spec.containers[0].livenessProbe.grpc.port must be from 1 to 65535, not 70000\n"
      "spec.containers[0].livenessProbe.terminationGracePeriodSeconds must be 1 or more, not 0");
  EXPECT_EQ(said_of_container("livenessProbe: {exec: {command: []}, timeoutSeconds: 3000000000}"),
            "spec.containers[0].livenessProbe.exec.command must not be empty\n"
            "spec.containers[0].livenessProbe.timeoutSeconds does not fit into 32 bits");
  EXPECT_EQ(said_of_container("livenessProbe: {periodSeconds: 5}"),
            "spec.containers[0].livenessProbe needs exec, httpGet, tcpSocket or grpc");
  EXPECT_EQ(
      said_of_container("livenessProbe: {newKindOfProbe: {}}"),
      "warning: unknown field 'newKindOfProbe' in a Probe; an API server that does not know it "
      "drops it silently");
  EXPECT_EQ(
      said_of_container(
          R"(livenessProbe: {httpGet: {port: 1, scheme: http, httpHeaders: [{name: "a b", value: x}]}})"),
      "spec.containers[0].livenessProbe.httpGet.scheme must be HTTP or HTTPS, not 'http', did you "
      "mean 'HTTP'?\n"
      "spec.containers[0].livenessProbe.httpGet.httpHeaders[0].name is 'a b': a header's name has "
      "letters, digits and '-' only");
  EXPECT_EQ(said_of_container("livenessProbe: {httpGet: {port: http}, successThreshold: 0}"), "");
  EXPECT_EQ(said_of_container("readinessProbe: {grpc: {port: 1}, successThreshold: 3}"), "");
  EXPECT_EQ(said_of_spark("livenessProbe: {periodSeconds: 5}"), "");
}

TEST(ContainerValues, Hooks) {
  EXPECT_EQ(said_of_container("lifecycle: {preStop: {}}"),
            "spec.containers[0].lifecycle.preStop needs exec, httpGet, tcpSocket or sleep");
  EXPECT_EQ(said_of_container("lifecycle: {preStop: {sleep: {seconds: -1}}}"),
            "spec.containers[0].lifecycle.preStop.sleep.seconds must be 0 or more, not -1");
  EXPECT_EQ(said_of_pod("terminationGracePeriodSeconds: 3, containers: [{name: $spark, lifecycle: "
                        "{preStop: {sleep: {seconds: 4}}}}]"),
            "spec.containers[0].lifecycle.preStop.sleep.seconds must be at most "
            "terminationGracePeriodSeconds, 3, not 4");
  EXPECT_EQ(said_of_container("lifecycle: {preStop: {sleep: {seconds: 0}}}"), "");
  EXPECT_EQ(said_of_pod("terminationGracePeriodSeconds: 3, containers: [{name: $spark, lifecycle: "
                        "{preStop: {sleep: {seconds: 3}}}}]"),
            "");
}

TEST(ContainerValues, Mounts) {
  EXPECT_EQ(
      said_of_container(
          R"(volumeMounts: [{mountPath: /a}, {name: "", mountPath: /b}, {name: v, mountPath: ""}])"),
      "spec.containers[0].volumeMounts[0] needs 'name'\n"
      "spec.containers[0].volumeMounts[1].name must not be empty\n"
      "spec.containers[0].volumeMounts[2].mountPath must not be empty");
  EXPECT_EQ(
      said_of_container(R"(volumeMounts: [{name: v, mountPath: "/a:b"}])"),
      "warning: spec.containers[0].volumeMounts[0].mountPath is '/a:b': a path with ':' cannot "
      "be mounted everywhere");
  EXPECT_EQ(said_of_container("volumeMounts: [{name: v, mountPath: /a, subPath: /b}, {name: v, "
                              "mountPath: /b, subPathExpr: ../c}]"),
            "spec.containers[0].volumeMounts[0].subPath is '/b': a path here is relative: it does "
            "not begin with '/'\n"
            "spec.containers[0].volumeMounts[1].subPathExpr is '../c': a path here has no '..'");
  EXPECT_EQ(
      said_of_container("volumeMounts: [{name: v, mountPath: /a, subPath: b, subPathExpr: c}]"),
      "spec.containers[0].volumeMounts[0] has 'subPath' already, and can have one of these only");
  EXPECT_EQ(said_of_container(
                "volumeMounts: [{name: v, mountPath: /a, mountPropagation: Bidirectional}]"),
            "spec.containers[0].volumeMounts[0].mountPropagation is Bidirectional, which only a "
            "privileged container can use");
  EXPECT_EQ(
      said_of_spark("volumeMounts: [{name: v, mountPath: /a, mountPropagation: Bidirectional}]"),
      "warning: spec.containers[0].volumeMounts[0].mountPropagation is Bidirectional, which only a "
      "privileged container can use");
  EXPECT_EQ(said_of_container("volumeMounts: [{name: v, mountPath: /a, recursiveReadOnly: Enabled, "
                              "mountPropagation: HostToContainer}]"),
            "spec.containers[0].volumeMounts[0].recursiveReadOnly is Enabled, which needs "
            "readOnly: true\n"
            "spec.containers[0].volumeMounts[0].recursiveReadOnly is Enabled, which needs "
            "mountPropagation: None");
  EXPECT_EQ(said_of_container("securityContext: {privileged: true}, volumeMounts: [{name: v, "
                              "mountPath: /a, mountPropagation: Bidirectional}]"),
            "");
  EXPECT_EQ(said_of_container("volumeMounts: [{name: v, mountPath: a, subPath: ..b/c, readOnly: "
                              "true, recursiveReadOnly: IfPossible}]"),
            "");
}

TEST(ContainerValues, NoVolumeIsCalledSo) {
  EXPECT_EQ(said_of_container("volumeMounts: [{name: My_Volume, mountPath: /a}]"),
            "spec.containers[0].volumeMounts[0].name is 'My_Volume': such a name has at most 63 "
            "lower-case letters, digits and '-', and begins and ends with a letter or digit");
  EXPECT_EQ(said_of_container("volumeDevices: [{name: a.b, devicePath: /a}]"),
            "spec.containers[0].volumeDevices[0].name is 'a.b': such a name has at most 63 "
            "lower-case letters, digits and '-', and begins and ends with a letter or digit");
}

TEST(ContainerValues, Devices) {
  EXPECT_EQ(said_of_container("volumeDevices: [{devicePath: /a/../b}]"),
            "spec.containers[0].volumeDevices[0] needs 'name'\n"
            "spec.containers[0].volumeDevices[0].devicePath is '/a/../b': a path here has no '..'");
  EXPECT_EQ(
      said_of_container("volumeDevices: [{name: v, devicePath: /a}, {name: v, devicePath: /b}]"),
      "spec.containers[0].volumeDevices[1].name is 'v', as another device of the container");
  EXPECT_EQ(
      said_of_container("volumeDevices: [{name: v, devicePath: /a}, {name: w, devicePath: /b}], "
                        "volumeMounts: [{name: v, mountPath: /c}, {name: x, mountPath: /b}]"),
      "spec.containers[0].volumeDevices[0].name is 'v', a volume that the container mounts "
      "already\n"
      "spec.containers[0].volumeDevices[1].devicePath is '/b', where the container mounts a "
      "volume");
  EXPECT_EQ(said_of_container("volumeDevices: [{name: v, devicePath: /a}]"), "");
}

TEST(ContainerValues, RestartingAndResizing) {
  EXPECT_EQ(said_of_container(
                "resizePolicy: [{resourceName: gpu}, {resourceName: cpu, restartPolicy: Never}]"),
            "spec.containers[0].resizePolicy[0] needs 'restartPolicy'\n"
            "spec.containers[0].resizePolicy[0].resourceName must be cpu or memory, not 'gpu', did "
            "you mean 'cpu'?\n"
            "spec.containers[0].resizePolicy[1].restartPolicy must be NotRequired or "
            "RestartContainer, not 'Never'");
  EXPECT_EQ(
      said_of_container("resizePolicy: [{resourceName: cpu, restartPolicy: NotRequired}, "
                        "{resourceName: cpu, restartPolicy: RestartContainer}]"),
      "spec.containers[0].resizePolicy[1].resourceName is 'cpu', as in another item\n"
      "warning: spec.containers[0].resizePolicy[1].restartPolicy is RestartContainer, which is "
      "refused in pods that are never restarted, as those of spark-submit and all executors; "
      "write NotRequired");
  EXPECT_EQ(said_of_container("restartPolicyRules: [{action: Stop}]"),
            "spec.containers[0].restartPolicyRules need a restartPolicy beside them\n"
            "spec.containers[0].restartPolicyRules[0] needs 'exitCodes'\n"
            "spec.containers[0].restartPolicyRules[0].action must be Restart or "
            "RestartAllContainers, not 'Stop'");
  EXPECT_EQ(
      said_of_container("restartPolicy: Never, restartPolicyRules: [{action: Restart, exitCodes: "
                        "{operator: Gt, values: [3000000000]}}]"),
      "spec.containers[0].restartPolicyRules[0].exitCodes.operator must be In or NotIn, not 'Gt'\n"
      "spec.containers[0].restartPolicyRules[0].exitCodes.values[0] does not fit into 32 bits");
  EXPECT_EQ(said_of_container("restartPolicy: Never, restartPolicyRules: [{action: Restart, "
                              "exitCodes: {operator: In, values: [1]}}]"),
            "");
  EXPECT_EQ(said_of_spark("restartPolicyRules: [{action: Restart, exitCodes: {operator: In}}]"),
            "");
}

TEST(ContainerValues, Security) {
  EXPECT_EQ(said_of_container("securityContext: {runAsUser: -1, runAsGroup: 2147483648}"),
            "spec.containers[0].securityContext.runAsUser must be 0 or more, not -1\n"
            "spec.containers[0].securityContext.runAsGroup does not fit into 32 bits");
  EXPECT_EQ(
      said_of_container("securityContext: {privileged: true, allowPrivilegeEscalation: false}"),
      "spec.containers[0].securityContext.allowPrivilegeEscalation cannot be false beside "
      "privileged: true");
  EXPECT_EQ(said_of_container("securityContext: {allowPrivilegeEscalation: false, capabilities: "
                              "{add: [CAP_SYS_ADMIN]}}"),
            "spec.containers[0].securityContext.allowPrivilegeEscalation cannot be false when the "
            "capability CAP_SYS_ADMIN is added");
  EXPECT_EQ(said_of_container("securityContext: {seccompProfile: {type: Localhost}}"),
            "spec.containers[0].securityContext.seccompProfile needs 'localhostProfile' for type: "
            "Localhost");
  EXPECT_EQ(said_of_container(
                "securityContext: {seccompProfile: {type: RuntimeDefault, localhostProfile: a}}"),
            "spec.containers[0].securityContext.seccompProfile.localhostProfile needs type: "
            "Localhost, not RuntimeDefault");
  EXPECT_EQ(said_of_container(
                "securityContext: {seccompProfile: {type: Localhost, localhostProfile: ../a}}"),
            "spec.containers[0].securityContext.seccompProfile.localhostProfile is '../a': a path "
            "here has no '..'");
  EXPECT_EQ(said_of_container("securityContext: {appArmorProfile: {}}"),
            "spec.containers[0].securityContext.appArmorProfile needs 'type'");
  EXPECT_EQ(said_of_container(
                R"(securityContext: {appArmorProfile: {type: Localhost, localhostProfile: " a"}})"),
            "spec.containers[0].securityContext.appArmorProfile.localhostProfile is ' a': a "
            "profile has no blanks around it");
  EXPECT_EQ(
      said_of_container(
          R"(securityContext: {appArmorProfile: {type: Localhost, localhostProfile: ""}})"),
      "spec.containers[0].securityContext.appArmorProfile.localhostProfile must not be empty");
  EXPECT_EQ(said_of_pod("securityContext: {fsGroup: -1, supplementalGroups: [0, -1, 4294967296]}"),
            "spec.securityContext.fsGroup must be 0 or more, not -1\n"
            "spec.securityContext.supplementalGroups[1] must be 0 or more, not -1\n"
            "spec.securityContext.supplementalGroups[2] does not fit into 32 bits");
  EXPECT_EQ(
      said_of_pod("securityContext: {sysctls: [{name: a.b}, {name: a.b}, {name: A}], "
                  "seLinuxChangePolicy: Never}"),
      "spec.securityContext.sysctls[1].name is 'a.b', as in another item\n"
      "spec.securityContext.sysctls[2].name is 'A': a sysctl's name is lower-case words with dots "
      "between them, such as net.core.somaxconn\n"
      "spec.securityContext.seLinuxChangePolicy must be Recursive or MountOption, not 'Never'");
  EXPECT_EQ(said_of_container("securityContext: {runAsUser: 0, runAsGroup: 2147483647, "
                              "capabilities: {add: [ANYTHING]}}"),
            "");
  EXPECT_EQ(said_of_container(
                R"(securityContext: {seccompProfile: {type: Localhost, localhostProfile: ""}})"),
            "");
  EXPECT_EQ(said_of_pod("securityContext: {sysctls: [{name: net/core.so_max-conn, value: x}]}"),
            "");
}

}  // namespace
}  // namespace sparkgate
