#include <gtest/gtest.h>

#include "support/world.h"

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;

/// The mistakes of one entry in line 1, written `{name: s, ...}`.
Lines mistakes_in_secret(const std::string& entry) {
  return mistakes_in_spec("secrets: [" + entry + "]\n");
}

TEST(Secrets, ThatSayEverything) {
  EXPECT_EQ(mistakes_in_spec(R"(
secrets:
- name: aws.credentials-2
  roles: [driver, executor]
  mountPath: /mnt/secrets/aws
  items: {credentials: .aws/credentials, config_2.x: a}
  defaultMode: 0400
  env: {AWS_ACCESS_KEY_ID: key, spark.hadoop-x: a.b}
  envFrom: {prefix: DB_}
  optional: true
  replace: true
- {name: db, envFrom: {}}
)"),
            Lines{});
}

TEST(Secrets, ThatSayNothing) {
  EXPECT_EQ(
      mistakes_in_secret("{name: s, roles: [driver]}"),
      Lines{"1:11: spec.secrets[0] says nothing: one of mountPath, env or envFrom is missing"});
  EXPECT_EQ(mistakes_in_secret("{mountPath: /a}"),
            Lines{"1:11: 'name' is missing in spec.secrets[0]"});
  EXPECT_EQ(mistakes_in_spec("secrets: []\nrecognise: {clientMode: true}\n"),
            Lines{"1:10: spec.secrets is empty; leave it out or list something"});
  EXPECT_EQ(mistakes_in_secret("s"),
            Lines{"1:11: spec.secrets[0] must be a map, not the string 's'"});
}

TEST(Secrets, NeedAMountForFiles) {
  EXPECT_EQ(mistakes_in_secret("{name: s, envFrom: {}, items: {a: b}, defaultMode: 0400}"),
            (Lines{"1:34: spec.secrets[0].items is about files: 'mountPath' is missing",
                   "1:49: spec.secrets[0].defaultMode is about files: 'mountPath' is missing"}));
}

TEST(Secrets, OfWrongTypes) {
  EXPECT_EQ(
      mistakes_in_secret("{name: s, mountPath: 7, env: [A], envFrom: true, optional: 1, item: {}}"),
      (Lines{"1:32: spec.secrets[0].mountPath must be a string, not the number 7; put it in quotes",
             "1:40: spec.secrets[0].env must be a map, not a list",
             "1:54: spec.secrets[0].envFrom must be a map, not the boolean true",
             "1:70: spec.secrets[0].optional must be true or false, not the number 1",
             "1:73: unknown key 'item' in spec.secrets[0], did you mean 'items'?"}));
  EXPECT_EQ(mistakes_in_secret("{name: s, mountPath: /a, items: {}, env: {}, roles: [executors]}"),
            (Lines{"1:43: spec.secrets[0].items is empty; leave it out or list something",
                   "1:52: spec.secrets[0].env is empty; leave it out or list something",
                   "1:64: spec.secrets[0].roles[0] must be driver or executor, not the string "
                   "'executors', did you mean 'executor'?"}));
}

TEST(Secrets, HaveNamesOfKubernetes) {
  const std::string rule =
      "a name has lower-case letters, digits, '-' and '.', and begins and ends with a letter or "
      "digit";
  EXPECT_EQ(mistakes_in_secret("{name: AWS, envFrom: {}}"),
            Lines{"1:18: spec.secrets[0].name: " + rule});
  for (const char* name : {"a..b", "a.-b", "a-.b"}) {
    EXPECT_EQ(mistakes_in_secret(std::string("{name: ") + name + ", envFrom: {}}"),
              Lines{"1:18: spec.secrets[0].name: '.' stands between letters or digits, not in '" +
                    std::string(name).substr(1, 2) + "'"});
  }
}

TEST(Secrets, AreMountedSomewhere) {
  const std::string spelling = "without '//', '.' and '..', and no '/' at its end";
  const std::vector<std::pair<std::string, std::string>> kPaths = {
      {"aws", "a path in the container, which begins with '/'"},
      {"''", "a path in the container, which begins with '/'"},
      {"/", "it would hide the whole container"},
      {"'/a:b'", "Kubernetes allows no ':' in it"},
      {"/a/", spelling},
      {"//a", spelling},
      {"/a//b", spelling},
      {"/a/../b", spelling},
      {"/a/.", spelling}};
  for (const auto& [path, why] : kPaths) {
    EXPECT_EQ(mistakes_in_secret("{name: s, mountPath: " + path + "}"),
              Lines{"1:32: spec.secrets[0].mountPath: " + why});
  }
  for (const char* path : {"/a", "/a/.b/..c"}) {
    EXPECT_EQ(mistakes_in_secret(std::string("{name: s, mountPath: ") + path + "}"), Lines{});
  }
}

TEST(Secrets, HaveKeysAndFiles) {
  const std::string key = "a Secret's key has at most 253 letters, digits, '-', '_' or '.'";
  const std::string below = "a path below mountPath, without '..'";
  EXPECT_EQ(
      mistakes_in_secret(
          "{name: s, mountPath: /a, items: {a/b: a, ..b: a, c: /c, d: ../d, e: ''}}"),
      (Lines{"1:44: 'a/b' in spec.secrets[0].items: " + key,
             "1:52: '..b' in spec.secrets[0].items: " + key,
             "1:63: spec.secrets[0].items.c: " + below, "1:70: spec.secrets[0].items.d: " + below,
             "1:79: spec.secrets[0].items.e: " + below}));
  for (const char* mode : {"01000", "512", "-1"}) {
    EXPECT_EQ(
        mistakes_in_secret(std::string("{name: s, mountPath: /a, defaultMode: ") + mode + "}"),
        Lines{"1:49: spec.secrets[0].defaultMode must be between 0 and 0777, which is 511"});
  }
}

TEST(Secrets, HaveVariables) {
  const std::string rule =
      "a variable has letters, digits, '_', '-' or '.', and does not begin with a digit";
  EXPECT_EQ(mistakes_in_secret("{name: s, env: {1A: a, A B: b, C: 'a b', D: 8}}"),
            (Lines{"1:27: '1A' in spec.secrets[0].env: " + rule,
                   "1:34: 'A B' in spec.secrets[0].env: " + rule,
                   "1:45: spec.secrets[0].env.C: a Secret's key has at most 253 letters, digits, "
                   "'-', '_' or '.'",
                   "1:55: spec.secrets[0].env.D must be a string, not the number 8; put it in "
                   "quotes"}));
  EXPECT_EQ(
      mistakes_in_secret("{name: s, envFrom: {prefix: '', prefx: a}}"),
      (Lines{"1:39: spec.secrets[0].envFrom.prefix: " + rule,
             "1:43: unknown key 'prefx' in spec.secrets[0].envFrom, did you mean 'prefix'?"}));
}

TEST(Secrets, DoNotSetSparksOwnVariables) {
  const auto own = [](const std::string& name) {
    return "the variable " + name + " of the Spark container is Spark's own and cannot be set";
  };
  EXPECT_EQ(mistakes_in_spec("secrets:\n- name: s\n  env:\n    SPARK_USER: a\n    SPARK_X: b\n"),
            Lines{"4:5: " + own("SPARK_USER")});
  EXPECT_EQ(mistakes_in_spec("secrets:\n- name: s\n  replace: true\n  env: {SPARK_X: b}\n"),
            Lines{"4:9: " + own("SPARK_X")});
}

TEST(Secrets, AreForSparkPodsOnly) {
  EXPECT_EQ(mistakes_in_spec("match: {pods: all}\nsecrets: [{name: s, envFrom: {}}]\n"),
            Lines{"2:10: 'match.pods: all' is for rules; secrets go to Spark pods only"});
}

TEST(Secrets, OfOnePolicyDoNotContradictEachOther) {
  EXPECT_EQ(mistakes_in_spec(R"(
secrets:
- {name: a, mountPath: /a, env: {A: x}}
- {name: b, mountPath: /a, env: {A: x, B: x}}
- {name: a, mountPath: /a, env: {A: x}}
)"),
            (Lines{"3:13: spec.containers.$spark.volumeMounts: this policy says something else in "
                   "p.yaml:6",
                   "3:34: spec.containers.$spark.env.A: this policy says something else in "
                   "p.yaml:6"}));
  EXPECT_EQ(mistakes_in_spec("secrets:\n- {name: a, roles: [driver], env: {A: x}}\n"
                             "- {name: b, roles: [executor], env: {A: x}}\n"),
            Lines{});
}

TEST(Secrets, DoNotContradictTheirPolicysTemplates) {
  EXPECT_EQ(mistakes_in_spec(R"(
secrets: [{name: a, env: {A: x}}]
defaults: {driver: {spec: {containers: [{name: $spark, env: [{name: A, value: x}]}]}}}
)"),
            Lines{"1:27: spec.containers.$spark.env.A: this policy says something else in "
                  "p.yaml:6"});
}

TEST(Secrets, HaveVolumesThatTemplatesLeaveAlone) {
  EXPECT_EQ(mistakes_in_spec(R"(
defaults:
  both:
    spec:
      volumes: [{name: sparkgate-a, emptyDir: {}}]
      containers: [{name: c, volumeMounts: [{name: sparkgate-b, mountPath: /b}]}]
)"),
            (Lines{"4:17: the volume 'sparkgate-a' is ours: name it otherwise, or use 'secrets'",
                   "5:45: the volume 'sparkgate-b' is ours: name it otherwise, or use 'secrets'"}));
}

}  // namespace
}  // namespace sparkgate
