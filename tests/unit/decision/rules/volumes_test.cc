#include "decision/rules/volumes.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "decision/pod_types.h"
#include "decision/rules/volume_sources.h"
#include "support/world.h"

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;
using nlohmann::json;

Lines messages(const std::string& rule, const Review& review) {
  const auto set = policy("{rules: [{name: r, volumes: " + rule + "}]}");
  Lines result;
  for (const auto& breach : ask(set, review).violations) result.push_back(breach.message);
  return result;
}

/// The messages about a driver with one volume `v` of this source.
Lines about(const std::string& rule, const json& source) {
  json volume = source;
  volume["name"] = "v";
  return messages(rule, minimal("driver").set("/spec/volumes", json::array({volume})));
}

/// A driver with the volume `logs`, the folder of the node, mounted with these fields.
Review mounting(const std::string& folder, const json& mount) {
  Review review = minimal("driver");
  review.set("/spec/volumes", json::array({{{"name", "logs"}, {"hostPath", {{"path", folder}}}}}));
  json fields = mount;
  fields.update({{"name", "logs"}, {"mountPath", "/logs"}});
  review.set("/spec/containers/0/volumeMounts", json::array({fields}));
  return review;
}

json projected(const std::vector<json>& sources) {
  return {{"projected", {{"sources", sources}}}};
}

const std::string kAt = "spec.volumes[0].";

TEST(Volumes, KindsAreThoseOfKubernetes) {
  std::vector<std::string> known;
  for (const auto& field : decision::pod_type("Volume")->fields) {
    if (field.name != "name") known.emplace_back(field.name);
  }
  std::sort(known.begin(), known.end());
  EXPECT_EQ(known, Lines(decision::kVolumeKinds.begin(), decision::kVolumeKinds.end()));
}

TEST(Volumes, Types) {
  const std::string rule = "{types: [emptyDir, secret]}";
  EXPECT_EQ(about(rule, {{"emptyDir", json::object()}}), Lines{});
  EXPECT_EQ(about(rule, {{"nfs", {{"server", "a"}}}}), Lines{kAt + "nfs is not emptyDir, secret"});
  EXPECT_EQ(about(rule, {{"madeUpLater", json::object()}}),
            Lines{kAt + "madeUpLater is not emptyDir, secret"});
  EXPECT_EQ(about(rule, {{"emptyDir", json::object()}, {"hostPath", {{"path", "/"}}}}),
            Lines{kAt + "hostPath is not emptyDir, secret"});
}

TEST(Volumes, WithoutASourceItIsAnEmptyDir) {
  EXPECT_EQ(about("{types: [emptyDir]}", json::object()), Lines{});
  EXPECT_EQ(about("{types: [secret]}", {{"hostPath", nullptr}}),
            Lines{kAt + "emptyDir is not secret"});
}

TEST(Volumes, TypesLookIntoProjectedVolumes) {
  const json secret = {{"secret", {{"name", "a"}}}}, later = {{"madeUpLater", json::object()}};
  const json token = {{"serviceAccountToken", {{"path", "t"}, {"audience", "vault"}}}};
  const json mixed = projected({secret, token, later});
  EXPECT_EQ(about("{types: [projected]}", mixed),
            (Lines{kAt + "projected.sources[0].secret is not projected",
                   kAt + "projected.sources[2].madeUpLater is not projected"}));
  EXPECT_EQ(about("{types: [secret]}", mixed), Lines{kAt + "projected is not secret"});
  EXPECT_EQ(about("{types: [projected, secret]}", projected({secret, token})), Lines{});
}

TEST(Volumes, TheTokenThatTheApiServerAddsIsFine) {
  const std::string rule = "{types: [emptyDir], configMaps: {allow: ['spark-*']}}";
  const json recorded = Review("spark-submit-4.1.4-driver").pod()["spec"]["volumes"].back();
  ASSERT_TRUE(recorded.contains("projected"));
  const auto with = [&](const std::string& pointer, const json& value) {
    json volume = recorded;
    volume[json::json_pointer(pointer)] = value;
    return messages(rule, minimal("driver").set("/spec/volumes", json::array({volume}))).size();
  };
  EXPECT_EQ(with("/name", "kube-api-access-abcde"), 0U);
  EXPECT_NE(with("/name", "mine"), 0U);
  EXPECT_NE(with("/hostPath", {{"path", "/"}}), 0U);
  const std::string token = "/projected/sources/0/serviceAccountToken";
  EXPECT_NE(with(token + "/audience", "vault"), 0U);
  EXPECT_NE(with(token + "/expirationSeconds", 999999), 0U);
  EXPECT_NE(with("/projected/sources/1/configMap/name", "payroll"), 0U);
  EXPECT_NE(with("/projected/sources/1/secret", {{"name", "payroll"}}), 0U);
  EXPECT_NE(with("/projected/sources/2/downwardAPI/items/0/fieldRef/fieldPath", "spec.nodeName"),
            0U);
  EXPECT_NE(with("/projected/sources/3", {{"secret", {{"name", "payroll"}}}}), 0U);
}

TEST(Volumes, HostPaths) {
  const std::string rule = "{hostPaths: [{prefix: /var/log}, {prefix: /data/}]}";
  for (const char* good : {"/var/log", "/var/log/", "/var//log/./spark", "//var/log", "/data/a"}) {
    EXPECT_EQ(about(rule, {{"hostPath", {{"path", good}}}}), Lines{}) << good;
  }
  EXPECT_EQ(about(rule, {{"hostPath", {{"path", "/var/logs"}}}}),
            Lines{kAt + "hostPath.path \"/var/logs\" is not under /var/log, /data/"});
  for (const char* bad :
       {"", "/", "/var", "/var/lo", "/var/log/..", "/var/log/../../etc", "var/log", "./var/log",
        "/VAR/log", "/var/log\\..\\x/../a", " /var/log"}) {
    EXPECT_EQ(about(rule, {{"hostPath", {{"path", bad}}}}).size(), 1U) << bad;
  }
  EXPECT_EQ(about(rule, {{"hostPath", "/var/log"}}).size(), 1U);
  EXPECT_EQ(about("{hostPaths: [{prefix: /}]}", {{"hostPath", {{"path", "/etc"}}}}), Lines{});
}

TEST(Volumes, ReadOnlyHostPathsAreMountedReadOnly) {
  const std::string rule = "{hostPaths: [{prefix: /var/log, readOnly: true}]}";
  const std::string mount = "spec.containers[0].volumeMounts[0].readOnly";
  EXPECT_EQ(messages(rule, mounting("/var/log/x", {{"readOnly", true}})), Lines{});
  const Lines writable{mount + " is not true: \"/var/log/x\" of the node is read-only"};
  EXPECT_EQ(messages(rule, mounting("/var/log/x", json::object())), writable);
  EXPECT_EQ(messages(rule, mounting("/var/log/x", {{"readOnly", "true"}})), writable);
  EXPECT_EQ(messages("{hostPaths: [{prefix: /var/log, readOnly: true}, {prefix: /var/log/x}]}",
                     mounting("/var/log/x", json::object())),
            Lines{});
  Review review = mounting("/var/log", {{"readOnly", true}});
  const json again = {{"name", "e"},
                      {"volumeMounts", json::array({{{"name", "logs"}, {"subPath", "a"}}})}};
  review.set("/spec/initContainers", json::array({again}));
  review.set("/spec/ephemeralContainers", json::array({again}));
  EXPECT_EQ(messages(rule, review).size(), 2U);
}

TEST(Volumes, NothingIsMadeUnderAReadOnlyHostPath) {
  const json made = {{"hostPath", {{"path", "/a/b"}, {"type", "DirectoryOrCreate"}}}};
  EXPECT_EQ(
      about("{hostPaths: [{prefix: /a, readOnly: true}]}", made),
      Lines{kAt + "hostPath.type \"DirectoryOrCreate\" may make \"/a/b\", which is read-only"});
  EXPECT_EQ(about("{hostPaths: [{prefix: /a}]}", made), Lines{});
}

TEST(Volumes, Secrets) {
  const std::string rule = "{secrets: {allow: [spark-*], deny: [spark-root]}}";
  EXPECT_EQ(about(rule, {{"secret", {{"secretName", "spark-a"}}}}), Lines{});
  EXPECT_EQ(about(rule, {{"secret", {{"secretName", "payroll"}}}}),
            Lines{kAt + "secret.secretName \"payroll\" is not spark-*"});
  EXPECT_EQ(about(rule, {{"secret", {{"secretName", "spark-root"}}}}),
            Lines{kAt + "secret.secretName \"spark-root\" is spark-root, which is denied"});
  EXPECT_EQ(about(rule, {{"secret", json::object()}}),
            Lines{kAt + "secret.secretName \"\" is not spark-*"});
  EXPECT_EQ(about(rule, projected({{{"secret", {{"name", "payroll"}}}}})),
            Lines{kAt + "projected.sources[0].secret.name \"payroll\" is not spark-*"});
}

TEST(Volumes, SecretsThatDriversOfVolumesAreGiven) {
  const std::string rule = "{secrets: {allow: [spark-*]}}";
  for (const char* kind :
       {"cephfs", "rbd", "iscsi", "flexVolume", "scaleIO", "storageos", "cinder", "laterFS"}) {
    EXPECT_EQ(about(rule, {{kind, {{"secretRef", {{"name", "payroll"}}}}}}),
              Lines{kAt + kind + ".secretRef.name \"payroll\" is not spark-*"});
    EXPECT_EQ(about(rule, {{kind, {{"secretRef", {{"name", "spark-a"}}}}}}), Lines{});
  }
  EXPECT_EQ(about(rule, {{"azureFile", {{"secretName", "payroll"}}}}),
            Lines{kAt + "azureFile.secretName \"payroll\" is not spark-*"});
  EXPECT_EQ(about(rule, {{"csi", {{"nodePublishSecretRef", {{"name", "payroll"}}}}}}),
            Lines{kAt + "csi.nodePublishSecretRef.name \"payroll\" is not spark-*"});
  EXPECT_EQ(about(rule, {{"csi", {{"volumeAttributes", {{"SecretName", "payroll"}}}}}}),
            Lines{kAt + "csi.volumeAttributes.SecretName \"payroll\" is not spark-*"});
}

TEST(Volumes, ConfigMaps) {
  const std::string rule = "{configMaps: {deny: [payroll*]}}";
  EXPECT_EQ(about(rule, {{"configMap", {{"name", "payroll"}}}}),
            Lines{kAt + "configMap.name \"payroll\" is payroll*, which is denied"});
  EXPECT_EQ(
      about(rule, projected({{{"configMap", {{"name", "payroll"}}}}})),
      Lines{kAt + "projected.sources[0].configMap.name \"payroll\" is payroll*, which is denied"});
}

TEST(Volumes, ClaimsThatArePresentMadeOrCopied) {
  const std::string rule = "{claims: {allow: ['scratch-*', 'pi-*']}}";
  const auto about_pi = [&](const json& source) {
    json volume = source;
    volume["name"] = "v";
    return messages(rule, minimal("driver")
                              .set("/spec/volumes", json::array({volume}))
                              .set("/metadata/name", "pi-driver"));
  };
  const auto copy = [](const char* field, const json& from) {
    return json{{"ephemeral", {{"volumeClaimTemplate", {{"spec", {{field, from}}}}}}}};
  };
  const std::string spec = kAt + "ephemeral.volumeClaimTemplate.spec.";
  EXPECT_EQ(about_pi({{"persistentVolumeClaim", {{"claimName", "scratch-1"}}}}), Lines{});
  EXPECT_EQ(about_pi({{"persistentVolumeClaim", {{"claimName", "payroll"}}}}),
            Lines{kAt + "persistentVolumeClaim.claimName \"payroll\" is not scratch-*, pi-*"});
  EXPECT_EQ(about_pi(copy("dataSource", nullptr)), Lines{});
  EXPECT_EQ(about_pi(copy("dataSource", {{"kind", "PersistentVolumeClaim"}, {"name", "payroll"}})),
            Lines{spec + "dataSource.name \"payroll\" is not scratch-*, pi-*"});
  EXPECT_EQ(
      about_pi(copy("dataSourceRef", {{"kind", "VolumeSnapshot"}, {"name", "scratch-1"}})),
      Lines{spec + "dataSourceRef is no claim of this namespace; allowed are scratch-*, pi-*"});
  EXPECT_EQ(about_pi(copy("dataSourceRef", {{"kind", "PersistentVolumeClaim"},
                                            {"name", "scratch-1"},
                                            {"namespace", "other"}}))
                .size(),
            1U);
}

TEST(Volumes, AClaimThatIsMadeIsBoundToNothingOfOthers) {
  const auto of = [](const char* field, const json& value) {
    return json{{"ephemeral", {{"volumeClaimTemplate", {{"spec", {{field, value}}}}}}}};
  };
  const std::string spec = kAt + "ephemeral.volumeClaimTemplate.spec.";
  const std::string some = "{claims: {allow: ['spark-*', scratch]}}", but = "{claims: {deny: [a]}}";
  const json snapshot = {{"kind", "VolumeSnapshot"}, {"name", "scratch"}};
  const json populated = {
      {"apiGroup", "x.example"}, {"kind", "PersistentVolumeClaim"}, {"name", "scratch"}};
  const std::string is_none = " is no claim of this namespace";
  for (const auto& [field, value] : {std::pair<const char*, json>("volumeName", "payroll"),
                                     {"volumeName", 7},
                                     {"selector", json::object()},
                                     {"dataSource", populated},
                                     {"dataSourceRef", snapshot}}) {
    EXPECT_EQ(about(some, of(field, value)),
              Lines{spec + field + is_none + "; allowed are spark-*, scratch"});
    EXPECT_EQ(about(but, of(field, value)), Lines{spec + field + is_none});
    EXPECT_EQ(about("{types: [ephemeral]}", of(field, value)), Lines{});
  }
  EXPECT_EQ(about(some, of("volumeName", "scratch")), Lines{});
  EXPECT_EQ(about(some, of("volumeName", "")), Lines{});
  EXPECT_EQ(about("{claims: {allow: ['*'], deny: [scratch]}}", of("volumeName", "scratch")).size(),
            1U);
  EXPECT_EQ(about(some, of("storageClassName", "fast")), Lines{});
}

TEST(Volumes, AClaimThatIsMadeHasTheNamesOfPodAndVolume) {
  Review review = minimal("driver").set("/metadata/name", "evil");
  review.set("/spec/volumes", json::array({{{"name", "scratch"}, {"ephemeral", json::object()}}}));
  EXPECT_EQ(messages("{claims: {allow: [pi-*]}}", review),
            Lines{kAt + "ephemeral \"evil-scratch\" is not pi-*"});
  review.erase("/metadata/name").set("/metadata/generateName", "pi-");
  EXPECT_EQ(messages("{claims: {allow: [pi-*]}}", review), Lines{});
}

}  // namespace
}  // namespace sparkgate
