#include <gtest/gtest.h>

#include "support/world.h"

// Properties that hold for every recorded pod, whatever the policies.

namespace sparkgate {
namespace {

/// Policies that say something about most parts of a pod.
PolicySetPointer busy() {
  return policies(R"(
apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: overriding}
spec:
  recognise: {clientMode: true}
  ownerReferences: {executors: adopt}
  overrides:
    both:
      metadata: {labels: {cost-center: cc-42, team: ours}, annotations: {a/b: c}}
      spec:
        priorityClassName: spark
        schedulerName: yunikorn
        hostNetwork: false
        nodeSelector: {disk: ssd}
        imagePullSecrets: [{name: pull}]
        tolerations: [{key: spark, operator: Exists}]
        securityContext: {fsGroup: 185, seccompProfile: {type: RuntimeDefault}}
        affinity:
          nodeAffinity:
            requiredDuringSchedulingIgnoredDuringExecution:
              nodeSelectorTerms:
              - matchExpressions: [{key: pool, operator: In, values: [a]}]
              - matchExpressions: [{key: pool, operator: In, values: [b]}]
            preferredDuringSchedulingIgnoredDuringExecution:
            - {weight: 1, preference: {matchExpressions: [{key: z, operator: Exists}]}}
        volumes: [{name: spark-local-dir-1, hostPath: {path: /nvme}}, {name: extra, emptyDir: {}}]
        initContainers: [{name: setup, image: "setup:1"}]
        containers:
        - name: $spark
          env: [{name: TZ, value: UTC}]
          envFrom: [{configMapRef: {name: c}}]
          ports: [{containerPort: 9999, name: x}]
          resources: {limits: {ephemeral-storage: 20Gi}}
          securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
          volumeMounts: [{name: extra, mountPath: /extra}]
        - {name: log, image: "log:1"}
  secrets: [{name: s, replace: true, mountPath: /mnt/s, items: {a: a}, env: {LOG_LEVEL: s}}]
---
apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: defaulting}
spec:
  defaults:
    both:
      metadata: {labels: {tier: bronze}}
      spec:
        terminationGracePeriodSeconds: 110
        runtimeClassName: kata
        tolerations: [{key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: 9}]
        containers:
        - name: $spark
          livenessProbe: {tcpSocket: {port: 7078}}
          env: [{name: LANG, value: C}]
  secrets: [{name: aws-credentials, mountPath: /mnt/secrets/aws, envFrom: {}}]
)");
}

TEST(EveryRecording, IsIdempotent) {
  const auto set = busy();
  for (const std::string& name : recordings()) {
    EXPECT_EQ(lines(ask_again(set, Review(name)).patch), std::vector<std::string>{}) << name;
  }
}

TEST(EveryRecording, OfACreateIsChangedAndEachChangeHasAnAuthor) {
  const auto set = busy();
  for (const std::string& name : recordings()) {
    const Review review(name);
    const cli::Examined examined = ask(set, review);
    EXPECT_EQ(examined.error, "") << name;
    EXPECT_EQ(examined.patch.empty(), review.json()["request"]["operation"] != "CREATE") << name;
    ASSERT_EQ(examined.provenance.size(), examined.patch.size()) << name;
    for (const cli::Provenance& from : examined.provenance) {
      EXPECT_EQ(from.file, "p.yaml");
      EXPECT_GT(from.line, 4);
    }
  }
}

TEST(EveryRecording, KeepsWhatSparkNeeds) {
  const auto set = busy();
  for (const std::string& name : recordings()) {
    const cli::Examined examined = ask(set, Review(name));
    const auto &before = examined.before, &after = examined.after;
    if (examined.role == "driver") {
      for (const auto& [key, value] : before["metadata"]["labels"].items()) {
        EXPECT_EQ(after["metadata"]["labels"][key], value) << name;
      }
    }
    const auto& old_containers = before["spec"]["containers"];
    for (std::size_t i = 0; i < old_containers.size(); ++i) {
      const auto& container = after["spec"]["containers"][i];
      EXPECT_EQ(container["name"], old_containers[i]["name"]) << name;
      EXPECT_EQ(container.value("args", nlohmann::json()),
                old_containers[i].value("args", nlohmann::json()))
          << name;
      const auto requests = [](const nlohmann::json& c) {
        return c["resources"].value("requests", nlohmann::json());
      };
      EXPECT_EQ(requests(container), requests(old_containers[i])) << name;
    }
  }
}

TEST(EveryRecording, WithoutPoliciesIsLeftAlone) {
  const auto set = policies("");
  for (const std::string& name : recordings()) {
    const cli::Examined examined = ask(set, Review(name));
    EXPECT_TRUE(examined.allowed) << name;
    EXPECT_EQ(examined.patch.size(), 0U) << name;
    EXPECT_EQ(examined.mutate_answer.find("patch"), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace sparkgate
