#include "decision/rules/env.h"

#include <gtest/gtest.h>

#include "support/world.h"

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;
using nlohmann::json;

Lines messages(const std::string& rule, const Review& review) {
  const auto set = policy("{rules: [{name: r, env: " + rule + "}]}");
  Lines result;
  for (const auto& breach : ask(set, review).violations) {
    EXPECT_EQ(breach.found.find("hunter2"), std::string::npos);
    EXPECT_EQ(breach.message.find("hunter2"), std::string::npos);
    result.push_back(breach.message);
  }
  return result;
}

/// The messages about an executor whose container has this one variable.
Lines about(const std::string& rule, const json& variable) {
  return messages(rule, minimal("executor").set("/spec/containers/0/env", json::array({variable})));
}

/// The same with one entry of envFrom.
Lines about_from(const std::string& rule, const json& entry) {
  return messages(rule,
                  minimal("executor").set("/spec/containers/0/envFrom", json::array({entry})));
}

const std::string kAt = "spec.containers[0].env[0].", kFrom = "spec.containers[0].envFrom[0].";

TEST(Env, DenyNames) {
  const std::string rule = "{denyNames: [LD_*, AWS_PROFILE]}";
  EXPECT_EQ(about(rule, {{"name", "LD_PRELOAD"}, {"value", "hunter2"}}),
            Lines{kAt + "name \"LD_PRELOAD\" is LD_*, which is denied"});
  EXPECT_EQ(about(rule, {{"name", "aws_Profile"}}),
            Lines{kAt + "name \"aws_Profile\" is AWS_PROFILE, which is denied"});
  EXPECT_EQ(about(rule, {{"name", "LD_PRELOAD"},
                         {"valueFrom", {{"secretKeyRef", {{"name", "a"}, {"key", "k"}}}}}})
                .size(),
            1U);
  EXPECT_EQ(about(rule, {{"name", "BUILD_PATH"}, {"value", "a"}}), Lines{});
}

TEST(Env, APrefixThatMakesEveryNameADeniedOne) {
  const json secret = {{"name", "a"}};
  EXPECT_EQ(about_from("{denyNames: [LD_*]}", {{"prefix", "ld_"}, {"secretRef", secret}}),
            Lines{kFrom + "prefix \"ld_\" makes every name LD_*, which is denied"});
  EXPECT_EQ(about_from("{denyNames: [LD_PRELOAD]}", {{"prefix", "LD_"}, {"secretRef", secret}}),
            Lines{});  // the keys are not in the pod
  EXPECT_EQ(about_from("{denyNames: ['*']}", {{"secretRef", secret}}), Lines{});
}

TEST(Env, DenyLiterals) {
  const std::string rule = "{denyLiterals: ['*SECRET*', '*PASSWORD*']}";
  const Lines refused{kAt +
                      "value of \"DB_PASSWORD\" is plain text; take it from a Secret "
                      "(valueFrom.secretKeyRef)"};
  EXPECT_EQ(about(rule, {{"name", "DB_PASSWORD"}, {"value", "hunter2"}}), refused);
  EXPECT_EQ(about(rule, {{"name", "DB_PASSWORD"}, {"value", "$(OTHER)"}}), refused);
  EXPECT_EQ(about(rule, {{"name", "DB_PASSWORD"},
                         {"value", "hunter2"},
                         {"valueFrom", {{"secretKeyRef", {{"name", "a"}}}}}}),
            refused);
  EXPECT_EQ(about(rule, {{"name", "aws_secret_key"}, {"value", "hunter2"}}).size(), 1U);
  EXPECT_EQ(about(rule, {{"name", "DB_PASSWORD"}, {"value", 7}}).size(), 1U);
  for (const json& nothing : {json(""), json(nullptr)}) {
    EXPECT_EQ(about(rule, {{"name", "DB_PASSWORD"}, {"value", nothing}}), Lines{});
  }
  EXPECT_EQ(about(rule, {{"name", "DB_PASSWORD"},
                         {"valueFrom", {{"secretKeyRef", {{"name", "a"}, {"key", "k"}}}}}}),
            Lines{});
}

TEST(Env, APodsOwnAnnotationIsALiteral) {
  const std::string rule = "{denyLiterals: ['*SECRET*', '*_ADDRESS']}";
  const auto from = [](const char* name, const json& path) {
    return json{{"name", name}, {"valueFrom", {{"fieldRef", {{"fieldPath", path}}}}}};
  };
  for (const char* path : {"metadata.annotations['a']", "metadata.labels['a']"}) {
    EXPECT_EQ(
        about(rule, from("A_SECRET", path)),
        Lines{kAt + "valueFrom.fieldRef.fieldPath of \"A_SECRET\" is plain text; take it from a "
                    "Secret (valueFrom.secretKeyRef)"});
    EXPECT_EQ(about(rule, from("_SPARK_AUTH_SECRET", path)).size(), 1U);
    EXPECT_EQ(about(rule, from("A", path)), Lines{});
  }
  for (const json& path : {json("metadata.name"), json("metadata.namespace"), json("metadata.uid"),
                           json("spec.nodeName"), json("status.podIP"), json(7)}) {
    EXPECT_EQ(about(rule, from("SPARK_DRIVER_BIND_ADDRESS", path)), Lines{}) << path;
  }
  EXPECT_EQ(messages(rule, Review("spark-submit-4.1.4-driver")), Lines{});
}

TEST(Env, TheSecretThatSparkMakesIsFineInItsOwnContainer) {
  const std::string rule = "{denyLiterals: ['*SECRET*']}";
  const json own = {{"name", "_SPARK_AUTH_SECRET"}, {"value", "hunter2"}};
  EXPECT_EQ(about(rule, own), Lines{});
  EXPECT_EQ(about(rule, {{"name", "_spark_auth_secret"}, {"value", "hunter2"}}).size(), 1U);
  Review review = minimal("executor");
  const json side = {{"name", "side"}, {"image", "a"}, {"env", json::array({own})}};
  review.set("/spec/initContainers", json::array({side}));
  review.pod()["spec"]["containers"].push_back(side);
  EXPECT_EQ(messages(rule, review).size(), 2U);
}

TEST(Env, SecretsAndConfigMaps) {
  const std::string rule = "{secrets: {allow: [spark-*]}, configMaps: {deny: [payroll]}}";
  const auto from = [](const char* kind, const char* name) {
    return json{{"name", "A"}, {"valueFrom", {{kind, {{"name", name}, {"key", "k"}}}}}};
  };
  EXPECT_EQ(about(rule, from("secretKeyRef", "spark-a")), Lines{});
  EXPECT_EQ(about(rule, from("secretKeyRef", "payroll")),
            Lines{kAt + "valueFrom.secretKeyRef.name \"payroll\" is not spark-*"});
  EXPECT_EQ(about(rule, from("secretKeyRef", "")),
            Lines{kAt + "valueFrom.secretKeyRef.name \"\" is not spark-*"});
  EXPECT_EQ(about(rule, from("configMapKeyRef", "payroll")),
            Lines{kAt + "valueFrom.configMapKeyRef.name \"payroll\" is payroll, which is denied"});
  EXPECT_EQ(about_from(rule, {{"secretRef", {{"name", "payroll"}}}}),
            Lines{kFrom + "secretRef.name \"payroll\" is not spark-*"});
  EXPECT_EQ(about_from(rule, {{"configMapRef", {{"name", "payroll"}}}}),
            Lines{kFrom + "configMapRef.name \"payroll\" is payroll, which is denied"});
}

TEST(Env, EveryContainerList) {
  const json evil = {{"name", "e"},
                     {"env", json::array({{{"name", "LD_PRELOAD"}, {"value", "hunter2"}}})},
                     {"envFrom", json::array({{{"secretRef", {{"name", "payroll"}}}}})}};
  Review review = minimal("driver");
  for (const char* list : {"initContainers", "ephemeralContainers"}) {
    review.set(std::string("/spec/") + list, json::array({evil}));
  }
  review.pod()["spec"]["containers"].push_back(evil);
  EXPECT_EQ(messages("{denyNames: [LD_PRELOAD], secrets: {allow: [a]}}", review).size(), 6U);
}

TEST(Env, WhatIsNoEnvironment) {
  const std::string rule = "{denyNames: ['*'], denyLiterals: ['*'], secrets: {allow: [a]}}";
  Review review = minimal("driver");
  for (const json& odd : {json("env"), json(7), json::object(), json(nullptr)}) {
    review.set("/spec/containers/0/env", odd).set("/spec/containers/0/envFrom", odd);
    EXPECT_EQ(messages(rule, review), Lines{}) << odd;
  }
  EXPECT_EQ(about(rule, "DB_PASSWORD=hunter2"), Lines{kAt + "name \"\" is *, which is denied"});
}

}  // namespace
}  // namespace sparkgate
