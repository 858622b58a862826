#include <gtest/gtest.h>

#include "unit/policyfile/values/said.h"

namespace sparkgate {
namespace {

TEST(PodValues, Numbers) {
  EXPECT_EQ(said_of_pod("terminationGracePeriodSeconds: -1"),
            "spec.terminationGracePeriodSeconds must be 0 or more, not -1");
  EXPECT_EQ(said_of_pod("activeDeadlineSeconds: 0"),
            "spec.activeDeadlineSeconds must be 1 or more, not 0");
  EXPECT_EQ(said_of_pod("activeDeadlineSeconds: 2147483648"),
            "spec.activeDeadlineSeconds does not fit into 32 bits");
  EXPECT_EQ(said_of_pod("terminationGracePeriodSeconds: 0"), "");
  EXPECT_EQ(said_of_pod("terminationGracePeriodSeconds: 5000000000"), "");
  EXPECT_EQ(said_of_pod("activeDeadlineSeconds: 2147483647"), "");
}

TEST(PodValues, Names) {
  EXPECT_EQ(
      said_of_pod("serviceAccountName: Spark"),
      "spec.serviceAccountName is 'Spark': such a name has at most 253 lower-case letters, digits, "
      "'-' and '.', and each part between dots begins and ends with a letter or digit");
  EXPECT_EQ(
      said_of_pod("priorityClassName: a..b"),
      "spec.priorityClassName is 'a..b': such a name has at most 253 lower-case letters, digits, "
      "'-' and '.', and each part between dots begins and ends with a letter or digit");
  EXPECT_EQ(said_of_pod(R"(runtimeClassName: "")"),
            "spec.runtimeClassName is '': such a name has at most 253 lower-case letters, digits, "
            "'-' and '.', and each part between dots begins and ends with a letter or digit");
  EXPECT_EQ(said_of_pod("hostname: a.b"),
            "spec.hostname is 'a.b': such a name has at most 63 lower-case letters, digits and "
            "'-', and begins and ends with a letter or digit");
  EXPECT_EQ(
      said_of_pod("subdomain: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
      "spec.subdomain is 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': such "
      "a name has at most 63 lower-case letters, digits and '-', and begins and ends with a letter "
      "or digit");
  EXPECT_EQ(
      said_of_pod(
          "hostnameOverride: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
      "spec.hostnameOverride is "
      "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': a host's name has at "
      "most 64 characters");
  EXPECT_EQ(said_of_pod(R"(schedulingGates: [{name: "a b"}])"),
            "spec.schedulingGates[0].name is 'a b': a key has at most 63 letters, digits, '-', '_' "
            "or '.', and begins and ends with a letter or digit");
  EXPECT_EQ(said_of_pod("readinessGates: [{}]"), "spec.readinessGates[0] needs 'conditionType'");
  EXPECT_EQ(said_of_pod(R"(os: {name: ""})"), "spec.os.name must not be empty");
  EXPECT_EQ(said_of_pod("schedulingGroup: {}"), "spec.schedulingGroup needs 'podGroupName'");
  EXPECT_EQ(said_of_pod(R"(serviceAccountName: "")"), "");
  EXPECT_EQ(said_of_pod(R"(priorityClassName: "7.a-b")"), "");
  EXPECT_EQ(said_of_pod(R"(schedulerName: "what Kubernetes takes")"), "");
  EXPECT_EQ(
      said_of_pod("hostname: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), "");
  EXPECT_EQ(said_of_pod("schedulingGates: [{name: a.b/C_d}]"), "");
}

TEST(PodValues, NamesThatNothingCanHaveAreNotes) {
  EXPECT_EQ(said_of_pod("imagePullSecrets: [{name: My_Secret}]"),
            "warning: spec.imagePullSecrets[0].name is 'My_Secret': such a name has at most 253 "
            "lower-case letters, digits, '-' and '.', and each part between dots begins and ends "
            "with a letter or digit");
  EXPECT_EQ(said_of_pod("imagePullSecrets: [{name: my-secret}]"), "");
}

TEST(PodValues, WhatCannotBeSaidTogether) {
  EXPECT_EQ(said_of_pod("shareProcessNamespace: true, hostPID: true"),
            "spec.shareProcessNamespace cannot be true beside hostPID: true");
  EXPECT_EQ(said_of_pod("hostUsers: false, hostPID: true, hostIPC: true"),
            "spec.hostPID cannot be true beside hostUsers: false\n"
            "spec.hostIPC cannot be true beside hostUsers: false");
  EXPECT_EQ(said_of_pod("hostnameOverride: a, setHostnameAsFQDN: true, hostNetwork: true"),
            "spec.hostnameOverride cannot be set beside setHostnameAsFQDN: true\n"
            "spec.hostnameOverride cannot be set beside hostNetwork: true");
  EXPECT_EQ(said_of_pod("overhead: {cpu: 1}"),
            "spec.overhead cannot be set: the API server computes it from runtimeClassName");
  EXPECT_EQ(said_of_pod("shareProcessNamespace: true, hostPID: false"), "");
  EXPECT_EQ(said_of_pod("hostUsers: false, hostNetwork: true"), "");
}

TEST(PodValues, Dns) {
  EXPECT_EQ(said_of_pod("dnsPolicy: None"),
            "warning: spec.dnsPolicy is None: a pod without dnsConfig.nameservers is refused then");
  EXPECT_EQ(said_of_pod("dnsConfig: {nameservers: [1.1.1.1, 1.1.1.2, 1.1.1.3, dns.corp]}"),
            "spec.dnsConfig.nameservers cannot have more than 3 items\n"
            "spec.dnsConfig.nameservers[3] is 'dns.corp': an IP address is written like 10.1.2.3 "
            "or 2001:db8::1");
  EXPECT_EQ(said_of_pod("dnsConfig: {searches: [a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, "
                        "a12, a13, a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, "
                        "a26, a27, a28, a29, a30, a31, a32]}"),
            "spec.dnsConfig.searches cannot have more than 32 items and 2048 characters");
  EXPECT_EQ(said_of_pod("dnsConfig: {searches: [a..b], options: [{value: x}]}"),
            "spec.dnsConfig.searches[0] is 'a..b': a search domain has at most 253 lower-case "
            "letters, digits, '-', '_' and '.'\n"
            "spec.dnsConfig.options[0] needs 'name'");
  EXPECT_EQ(said_of_pod("dnsPolicy: None, dnsConfig: {nameservers: [1.1.1.1]}"), "");
  EXPECT_EQ(said_of_pod(R"(dnsConfig: {searches: [".", a_b.corp., _tcp.corp]})"), "");
}

TEST(PodValues, Addresses) {
  EXPECT_EQ(
      said_of_pod("hostAliases: [{ip: 1.2.3, hostnames: [Db]}]"),
      "spec.hostAliases[0].ip is '1.2.3': an IP address is written like 10.1.2.3 or 2001:db8::1\n"
      "spec.hostAliases[0].hostnames[0] is 'Db': such a name has at most 253 lower-case letters, "
      "digits, '-' and '.', and each part between dots begins and ends with a letter or digit");
  EXPECT_EQ(
      said_of_pod(R"(hostAliases: [{ip: "fe80::1%eth0"}, {ip: "1.2.3.4\0"}, {hostnames: [db]}])"),
      "spec.hostAliases[0].ip is 'fe80::1%eth0': an IP address is written like 10.1.2.3 or "
      "2001:db8::1\n"
      "spec.hostAliases[1].ip is '1.2.3.4 ': an IP address is written like 10.1.2.3 or "
      "2001:db8::1\n"
      "spec.hostAliases[2] needs 'ip'");
  EXPECT_EQ(
      said_of_pod(
          R"(hostAliases: [{ip: 01.2.3.4, hostnames: [db.corp]}, {ip: "::ffff:1.2.3.4"}, {ip: "2001:db8::1"}])"),
      "");
}

TEST(PodValues, ResourceClaims) {
  EXPECT_EQ(said_of_pod("resourceClaims: [{name: A, resourceClaimName: b}, {name: b}]"),
            "spec.resourceClaims[0].name is 'A': such a name has at most 63 lower-case letters, "
            "digits and '-', and begins and ends with a letter or digit\n"
            "spec.resourceClaims[1] needs resourceClaimName or resourceClaimTemplateName");
  EXPECT_EQ(said_of_pod(R"(resourceClaims: [{name: a, resourceClaimTemplateName: ""}])"),
            "spec.resourceClaims[0].resourceClaimTemplateName is '': such a name has at most 253 "
            "lower-case letters, digits, '-' and '.', and each part between dots begins and ends "
            "with a letter or digit");
  EXPECT_EQ(said_of_pod("resourceClaims: [{name: a, resourceClaimTemplateName: b}]"), "");
}

TEST(PodValues, InitContainersThatEndAreNotWatched) {
  EXPECT_EQ(
      said_of_init_container("livenessProbe: {exec: {command: [a]}}, lifecycle: {}"),
      "spec.initContainers[0].livenessProbe needs restartPolicy: Always in an init container\n"
      "spec.initContainers[0].lifecycle needs restartPolicy: Always in an init container");
  EXPECT_EQ(
      said_of_pod(
          "initContainers: [{name: a, restartPolicy: Never, startupProbe: {periodSeconds: 3}}]"),
      "spec.initContainers[0].startupProbe needs restartPolicy: Always in an init container");
  EXPECT_EQ(said_of_pod("containers: [{name: a, image: i}], initContainers: [{name: a, image: i}]"),
            "spec.initContainers[0].name is 'a', as one of spec.containers is called");
  EXPECT_EQ(said_of_init_container("restartPolicy: Always, livenessProbe: {exec: {command: [a]}}"),
            "");
  EXPECT_EQ(said_of_pod("initContainers: [{name: a, livenessProbe: {periodSeconds: 3}}]"), "");
}

TEST(PodValues, PortsOfTheNode) {
  EXPECT_EQ(said_of_pod("containers: [{name: a, image: i, ports: [{containerPort: 1, hostPort: "
                        "7}]}, {name: b, image: i, ports: [{containerPort: 2, hostPort: 7}]}]"),
            "spec.containers[1].ports[0].hostPort is 7, as that of another port");
  EXPECT_EQ(
      said_of_pod("hostNetwork: true, containers: [{name: a, image: i, ports: [{containerPort: 1, "
                  "hostPort: 7}]}]"),
      "spec.containers[0].ports[0].hostPort must be the containerPort beside hostNetwork: true");
  EXPECT_EQ(said_of_pod("initContainers: [{name: a, image: i, ports: [{containerPort: 1, hostPort: "
                        "7}]}, {name: b, image: i, ports: [{containerPort: 2, hostPort: 7}]}]"),
            "");
  EXPECT_EQ(
      said_of_container("ports: [{containerPort: 1, hostPort: 7}, {containerPort: 2, hostPort: 7, "
                        "protocol: UDP}, {containerPort: 3, hostPort: 7, hostIP: 1.1.1.1}]"),
      "");
}

TEST(PodValues, Annotations) {
  EXPECT_EQ(
      said(
          R"({metadata: {annotations: {"a b": x, controller.kubernetes.io/pod-deletion-cost: "05"}}})"),
      "'a b' in metadata.annotations: a key has at most 63 letters, digits, '-', '_' or '.', and "
      "begins and ends with a letter or digit\n"
      "metadata.annotations.controller.kubernetes.io/pod-deletion-cost must be a whole number of "
      "32 bits");
  EXPECT_EQ(said("{metadata: {annotations: {kubernetes.io/config.mirror: x, "
                 "seccomp.security.alpha.kubernetes.io/pod: x}}}"),
            "metadata.annotations.kubernetes.io/config.mirror cannot be set: it marks pods that a "
            "kubelet made by itself\n"
            "metadata.annotations.seccomp.security.alpha.kubernetes.io/pod must be "
            "runtime/default, unconfined or localhost/PATH");
  EXPECT_EQ(
      said("{metadata: {annotations: {container.apparmor.security.beta.kubernetes.io/c: x}}}"),
      "metadata.annotations.container.apparmor.security.beta.kubernetes.io/c must be "
      "runtime/default, unconfined or localhost/PROFILE");
  EXPECT_EQ(
      said(
          R"({metadata: {annotations: {Corp.example/a: x, controller.kubernetes.io/pod-deletion-cost: "-5"}}})"),
      "");
  EXPECT_EQ(
      said("{metadata: {annotations: {seccomp.security.alpha.kubernetes.io/pod: localhost/a}}}"),
      "");
}

}  // namespace
}  // namespace sparkgate
