#include <gtest/gtest.h>

#include "support/world.h"

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;
using nlohmann::json;

const std::string kContainer = "/spec/containers/0/";

PolicySetPointer secret(const std::string& entry) {
  return policy("{secrets: [" + entry + "]}");
}

/// What was left out, without its policy and place.
Lines left_out(const PolicySetPointer& policies, const Review& review) {
  Lines result;
  for (const std::string& one : ask(policies, review).left_out) {
    result.push_back(one.substr(one.find("): ") + 3));
  }
  return result;
}

/// A driver with one mount `{name, mountPath: /mnt/aws}` and the volume of that name.
Review mounting(const std::string& name, const json& volume) {
  Review review = minimal("driver");
  json named = volume;
  named["name"] = name;
  review.set("/spec/volumes", json::array({named}));
  return review.set(kContainer + "volumeMounts",
                    json::array({{{"name", name}, {"mountPath", "/mnt/aws"}}}));
}

TEST(Secrets, BecomeVariables) {
  const auto set = secret("{name: aws, env: {KEY_ID: key, KEY: secret}}");
  EXPECT_EQ(
      changes(set, minimal("driver")),
      (Lines{
          R"(add /spec/containers/0/env [{"name":"KEY_ID","valueFrom":{"secretKeyRef":{"key":"key","name":"aws"}}}])",
          R"(add /spec/containers/0/env/- {"name":"KEY","valueFrom":{"secretKeyRef":{"key":"secret","name":"aws"}}})"}));
  EXPECT_EQ(ask_again(set, minimal("driver")).patch.size(), 0U);
}

TEST(Secrets, BecomeVariablesWithAllTheirKeys) {
  const auto set =
      secret("{name: a, envFrom: {}}, {name: b, envFrom: {prefix: B_}, optional: true}");
  EXPECT_EQ(
      changes(set, minimal("executor")),
      (Lines{
          R"(add /spec/containers/0/envFrom [{"secretRef":{"name":"a"}}])",
          R"(add /spec/containers/0/envFrom/- {"prefix":"B_","secretRef":{"name":"b","optional":true}})"}));
  EXPECT_EQ(ask_again(set, minimal("executor")).patch.size(), 0U);
  Review there = minimal("executor");
  there.set(kContainer + "envFrom",
            {{{"prefix", "B_"}, {"secretRef", {{"name", "b"}, {"optional", true}}}},
             {{"secretRef", {{"name", "a"}, {"optional", false}}}}});
  EXPECT_EQ(changes(set, there), Lines{});
}

TEST(Secrets, BecomeFiles) {
  const auto set = secret("{name: aws, mountPath: /mnt/aws}");
  EXPECT_EQ(
      changes(set, minimal("driver")),
      (Lines{
          R"(add /spec/containers/0/volumeMounts [{"mountPath":"/mnt/aws","name":"sparkgate-aws","readOnly":true}])",
          R"(add /spec/volumes/- {"name":"sparkgate-aws","secret":{"secretName":"aws"}})"}));
}

TEST(Secrets, BecomeTheFilesThatAreAskedFor) {
  const auto set = secret(
      "{name: aws, mountPath: /mnt/aws, items: {b: x/b, a: a}, defaultMode: 0400, optional: true}");
  EXPECT_EQ(
      changes(set, minimal("driver")).back(),
      R"(add /spec/volumes/- {"name":"sparkgate-aws-079330c9","secret":{"defaultMode":256,"items":[{"key":"a","path":"a"},{"key":"b","path":"x/b"}],"optional":true,"secretName":"aws"}})");
  EXPECT_EQ(ask_again(set, minimal("driver")).patch.size(), 0U);
}

TEST(Secrets, StayWhenTheApiServerHasFilledIn) {
  const auto set =
      secret("{name: aws, mountPath: /mnt/aws}, {name: b, mountPath: /b, items: {a: a}}");
  Review stored = minimal("driver");
  stored.pod() = ask(set, stored).after;
  for (json& volume : stored.pod()["spec"]["volumes"]) volume["secret"]["defaultMode"] = 420;
  EXPECT_EQ(ask(set, stored).patch.size(), 0U);
  EXPECT_EQ(left_out(set, stored), Lines{});
}

TEST(Secrets, GoToTheirRoles) {
  const auto set =
      secret("{name: d, roles: [driver], envFrom: {}}, {name: e, roles: [executor], envFrom: {}}");
  EXPECT_EQ(changes(set, minimal("driver")),
            Lines{R"(add /spec/containers/0/envFrom [{"secretRef":{"name":"d"}}])"});
  EXPECT_EQ(changes(set, minimal("executor")),
            Lines{R"(add /spec/containers/0/envFrom [{"secretRef":{"name":"e"}}])"});
}

TEST(Secrets, HaveVolumesWithNamesOfLabels) {
  const auto volume = [](const std::string& entry) {
    const Lines all = changes(secret(entry), minimal("driver"));
    return json::parse(all.back().substr(all.back().find('{')))["name"].get<std::string>();
  };
  const std::string longest(53, 'a');
  EXPECT_EQ(volume("{name: " + longest + ", mountPath: /a}"), "sparkgate-" + longest);
  EXPECT_EQ(volume("{name: " + longest + "a, mountPath: /a}"),
            "sparkgate-" + std::string(44, 'a') + "-28cbff98");
  EXPECT_EQ(volume("{name: " + std::string(43, 'a') + "." + longest + ", mountPath: /a}"),
            "sparkgate-" + std::string(43, 'a') + "-e21ddc20");
  EXPECT_EQ(volume("{name: a.b, mountPath: /a}"), "sparkgate-a-b-f7b604df");
  EXPECT_EQ(volume("{name: a, mountPath: /a, defaultMode: 0644, optional: false}"), "sparkgate-a");
}

/// Two policies with one Secret each, of equal priority.
PolicySetPointer two(const std::string& a, const std::string& b) {
  const std::string head = "{apiVersion: sparkgate.dev/v1, kind: SparkPolicy, metadata: {name: ";
  return policies(head + "a}, spec: {secrets: [" + a + "]}}\n---\n" + head +
                  "b}, spec: {secrets: [" + b + "]}}\n");
}

TEST(Secrets, OfTwoPoliciesShareAVolume) {
  EXPECT_EQ(
      changes(two("{name: s, mountPath: /a}", "{name: s, mountPath: /b, replace: true}"),
              minimal("driver")),
      (Lines{
          R"(add /spec/containers/0/volumeMounts [{"mountPath":"/b","name":"sparkgate-s","readOnly":true}])",
          R"(add /spec/containers/0/volumeMounts/- {"mountPath":"/a","name":"sparkgate-s","readOnly":true})",
          R"(add /spec/volumes/- {"name":"sparkgate-s","secret":{"secretName":"s"}})"}));
  EXPECT_EQ(changes(two("{name: s, mountPath: /a, items: {k: k, l: l}}",
                        "{name: s, mountPath: /b, items: {l: l, k: k}}"),
                    minimal("driver"))
                .size(),
            3U);
  EXPECT_EQ(changes(two("{name: s, mountPath: /a}", "{name: s, mountPath: /b, optional: true}"),
                    minimal("driver"))
                .size(),
            4U);
}

TEST(Secrets, AreThereThroughSparksConf) {
  const auto set = secret(
      "{name: aws-credentials, mountPath: /mnt/secrets/aws, "
      "env: {AWS_ACCESS_KEY_ID: key}}");
  for (const char* name :
       {"spark-submit-4.1.4-driver-secrets", "spark-submit-4.1.4-executor-secrets",
        "spark-submit-3.5.9-driver-secrets"}) {
    EXPECT_EQ(changes(set, Review(name)), Lines{});
    EXPECT_EQ(left_out(set, Review(name)), Lines{});
  }
}

TEST(Secrets, LeaveVariablesOfThePodAlone) {
  const auto set = secret("{name: aws, env: {KEY: key}}");
  const std::vector<json> kOthers = {
      {{"value", "hunter2"}},
      {{"valueFrom", {{"fieldRef", {{"fieldPath", "metadata.name"}}}}}},
      {{"valueFrom", {{"secretKeyRef", {{"name", "aws"}, {"key", "other"}}}}}},
      {{"valueFrom", {{"secretKeyRef", {{"name", "other"}, {"key", "key"}}}}}},
      {{"valueFrom", {{"secretKeyRef", {{"name", "aws"}, {"key", "key"}, {"optional", true}}}}}}};
  for (json other : kOthers) {
    other["name"] = "KEY";
    Review review = minimal("driver");
    review.set(kContainer + "env", json::array({other}));
    EXPECT_EQ(changes(set, review), Lines{}) << other;
    EXPECT_EQ(left_out(set, review), Lines{"the variable KEY is set already"}) << other;
  }
}

TEST(Secrets, ReplaceVariablesAsAWholeWhenTold) {
  const auto set = secret("{name: aws, replace: true, env: {KEY: key}}");
  Review review = minimal("driver");
  review.set(kContainer + "env",
             {{{"name", "A"}, {"value", "x"}}, {{"name", "KEY"}, {"value", "x"}}});
  EXPECT_EQ(
      changes(set, review),
      Lines{
          R"(replace /spec/containers/0/env/1 {"name":"KEY","valueFrom":{"secretKeyRef":{"key":"key","name":"aws"}}})"});
  EXPECT_EQ(ask_again(set, review).patch.size(), 0U);
}

TEST(Secrets, LeaveMountsOfThePodAlone) {
  const auto set = secret("{name: aws, mountPath: /mnt/aws}");
  const Lines clash = {"something else is mounted at /mnt/aws already"};
  const std::vector<json> kOthers = {
      {{"emptyDir", json::object()}},
      {{"secret", {{"secretName", "other"}}}},
      {{"secret", {{"secretName", "aws"}, {"defaultMode", 256}}}},
      {{"secret", {{"secretName", "aws"}, {"optional", true}}}},
      {{"secret", {{"secretName", "aws"}, {"items", {{{"key", "a"}, {"path", "a"}}}}}}}};
  for (const json& other : kOthers) {
    EXPECT_EQ(changes(set, mounting("v", other)), Lines{}) << other;
    EXPECT_EQ(left_out(set, mounting("v", other)), clash) << other;
  }
  Review part = mounting("v", {{"secret", {{"secretName", "aws"}}}});
  EXPECT_EQ(left_out(set, part), Lines{});
  part.set(kContainer + "volumeMounts/0/subPath", "a");
  EXPECT_EQ(left_out(set, part), clash);
}

TEST(Secrets, AreNotThereWhereAPolicyTakesThemAway) {
  const Review review = mounting("v", {{"secret", {{"secretName", "aws"}}}});
  for (const char* by : {"overrides: {both: {spec: {volumes: [{name: v, emptyDir: {}}]}}}",
                         "defaults: {both: {spec: {volumes: [{name: v, secret: {secretName: x, "
                         "items: [{key: a, path: b}]}}]}}}"}) {
    const auto set = policy(std::string("secrets: [{name: aws, mountPath: /mnt/aws}]\n") + by);
    EXPECT_EQ(left_out(set, review), Lines{"something else is mounted at /mnt/aws already"}) << by;
  }
}

TEST(Secrets, KnowAPathInAnySpelling) {
  Review review = mounting("v", {{"secret", {{"secretName", "aws"}, {"optional", false}}}});
  review.set(kContainer + "volumeMounts/0/mountPath", "/mnt/aws//");
  EXPECT_EQ(changes(secret("{name: aws, mountPath: /mnt/aws}"), review), Lines{});
  const auto other = secret("{name: other, mountPath: /mnt/aws, replace: true}");
  EXPECT_EQ(changes(other, review), Lines{});
  EXPECT_EQ(left_out(other, review), Lines{"something else is mounted at /mnt/aws already"});
}

TEST(Secrets, ReplaceMountsAsAWholeWhenTold) {
  const auto set = secret("{name: aws, replace: true, mountPath: /mnt/aws}");
  Review review = mounting("v", {{"emptyDir", json::object()}});
  review.set(kContainer + "volumeMounts/0/subPath", "a");
  EXPECT_EQ(
      changes(set, review),
      (Lines{
          R"(replace /spec/containers/0/volumeMounts/0 {"mountPath":"/mnt/aws","name":"sparkgate-aws","readOnly":true})",
          R"(add /spec/volumes/- {"name":"sparkgate-aws","secret":{"secretName":"aws"}})"}));
  EXPECT_EQ(ask_again(set, review).patch.size(), 0U);
}

TEST(Secrets, DoNotTrustAVolumeByItsName) {
  for (const char* replace : {"false", "true"}) {
    const auto set = secret(std::string("{name: aws, mountPath: /b, replace: ") + replace + "}");
    Review review = mounting("sparkgate-aws", {{"secret", {{"secretName", "other"}}}});
    EXPECT_EQ(changes(set, review), Lines{});
    EXPECT_EQ(left_out(set, review), Lines{"the pod has another volume called sparkgate-aws"});
  }
  const auto set = secret("{name: aws, mountPath: /b}");
  EXPECT_EQ(changes(set, minimal("driver").set("/spec/volumes", 7)), Lines{});
  EXPECT_EQ(
      changes(set, mounting("sparkgate-aws", {{"secret", {{"secretName", "aws"}}}})),
      Lines{
          R"(add /spec/containers/0/volumeMounts/- {"mountPath":"/b","name":"sparkgate-aws","readOnly":true})"});
}

TEST(Secrets, OfTheStrongerPolicyWin) {
  const std::string head = "{apiVersion: sparkgate.dev/v1, kind: SparkPolicy, metadata: {name: ";
  const auto set = policies(
      head + "weak}, spec: {secrets: [{name: w, mountPath: /a, env: {A: w}}]}}\n---\n" + head +
      "strong}, spec: {priority: 1, secrets: [{name: s, mountPath: /a, env: {A: s}}]}}\n");
  EXPECT_EQ(
      changes(set, minimal("driver")),
      (Lines{
          R"(add /spec/containers/0/volumeMounts [{"mountPath":"/a","name":"sparkgate-s","readOnly":true}])",
          R"(add /spec/containers/0/env [{"name":"A","valueFrom":{"secretKeyRef":{"key":"s","name":"s"}}}])",
          R"(add /spec/volumes/- {"name":"sparkgate-s","secret":{"secretName":"s"}})"}));
}

TEST(Secrets, OfEqualPriorityConflict) {
  const std::string head = "apiVersion: sparkgate.dev/v1\nkind: SparkPolicy\nmetadata: {name: ";
  const auto text = [&](const std::string& a, const std::string& b) {
    return head + "a}\nspec:\n  secrets:\n  - " + a + "\n---\n" + head +
           "b}\nspec:\n  secrets:\n  - " + b + "\n";
  };
  const std::string tail =
      ": policies 'a' (p.yaml:6) and 'b' want different values for one pod; give one of them a "
      "higher priority";
  EXPECT_EQ(mistakes(text("{name: s, env: {A: x}}", "{name: s, env: {A: z}}")),
            Lines{"13:21: spec.containers.$spark.env.A" + tail});
  EXPECT_EQ(mistakes(text("{name: s, mountPath: /a}", "{name: t, mountPath: /a}")),
            Lines{"13:15: spec.containers.$spark.volumeMounts" + tail});
  EXPECT_EQ(mistakes(text("{name: s, env: {A: x}}", "{name: s, env: {A: z}, replace: true}")),
            Lines{});
}

TEST(Secrets, OfAnAuditedPolicyAreRecordedOnly) {
  const auto answer =
      ask(policy("{mode: audit, secrets: [{name: s, envFrom: {}}]}"), minimal("driver"));
  EXPECT_EQ(answer.patch.size(), 0U);
  EXPECT_EQ(lines(answer.audited_patch),
            Lines{R"(add /spec/containers/0/envFrom [{"secretRef":{"name":"s"}}])"});
}

TEST(Secrets, TellTheLineThatAsked) {
  const auto set = policy("secrets:\n- name: s\n  mountPath: /a\n  env:\n    A: x\n    B: z\n");
  const auto answer = ask(set, minimal("driver"));
  std::vector<int> at;
  for (const cli::Provenance& one : answer.provenance) at.push_back(one.line);
  EXPECT_EQ(at, (std::vector<int>{7, 9, 10, 7, 7}));  // the last is our annotation
  EXPECT_EQ(answer.after["metadata"]["annotations"]["sparkgate.dev/applied"],
            "p@" + set->fingerprint());
}

}  // namespace
}  // namespace sparkgate
