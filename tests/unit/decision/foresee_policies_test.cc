#include <gtest/gtest.h>

#include "support/world.h"

// Which policies, templates and exceptions count for executors that are not there yet.

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;
using nlohmann::json;

const std::string kOurs = "{name: ours, roles: [executor], images: {allow: ['registry.corp/*']}}";
const std::string kRefused =
    "its executors: spec.containers[0].image \"a/b:1\" is not from registry.corp/* (--conf "
    "spark.kubernetes.container.image)";

/// A client-mode driver whose executors will have the image a/b:1.
Review driver() {
  return minimal("driver").set("/spec/containers/0/args",
                               {"spark-submit", "--master", "k8s://https://kubernetes.default.svc",
                                "--conf", "spark.kubernetes.namespace=spark-jobs", "--conf",
                                "spark.kubernetes.container.image=a/b:1", "app.py"});
}

Lines messages(const PolicySetPointer& set, const Review& review = driver()) {
  Lines result;
  for (const auto& breach : ask(set, review).violations) {
    result.push_back((breach.action == "deny" ? "" : breach.action + " ") + breach.message +
                     (breach.excepted ? " (excepted)" : ""));
  }
  return result;
}

/// Policies `p0`, `p1`, … with these specs.
PolicySetPointer set_of(const Lines& specs) {
  std::string text;
  for (const std::string& spec : specs) {
    text += "---\n{apiVersion: sparkgate.dev/v1, kind: SparkPolicy, metadata: {name: p" +
            std::to_string(&spec - specs.data()) + "}, spec: " + spec + "}\n";
  }
  return policies(text);
}

std::string with_match(const std::string& match) {
  return "{match: {" + match + "}, rules: [" + kOurs + "]}";
}

TEST(ForeseePolicies, ActionsAndModesCount) {
  const std::string named = "name: r, roles: [executor], images: {deny: [a/*]}";
  const std::string said =
      "its executors: spec.containers[0].image \"a/b:1\" is from a/*, which is denied (--conf "
      "spark.kubernetes.container.image)";
  const auto warning = policy("{rules: [{action: warn, " + named + "}]}");
  EXPECT_EQ(messages(warning), Lines{"warn " + said});
  EXPECT_TRUE(ask(warning, driver()).allowed);
  EXPECT_EQ(
      ask(warning, driver()).warnings,
      Lines{"r: its executors: spec.containers[0].image \"a/b:1\" is from a/*, which is denied "
            "(--conf spark.kubernetes.container.im..."});
  EXPECT_EQ(lines(ask(warning, driver()).patch), Lines{});
  EXPECT_EQ(messages(policy("{rules: [{action: audit, " + named + "}]}")), Lines{"audit " + said});
  EXPECT_EQ(messages(policy("{mode: audit, rules: [{" + named + "}]}")), Lines{"audit " + said});
}

TEST(ForeseePolicies, ARulesOwnMessageIsAboutExecutors) {
  EXPECT_EQ(
      messages(policy("{rules: [{name: r, roles: [executor], message: '{role}s in {namespace}: "
                      "{path} {found} is not {allowed}', images: {allow: [c/*]}}]}")),
      Lines{"its executors: executors in spark-jobs: spec.containers[0].image a/b:1 is not "
            "c/*"});
}

TEST(ForeseePolicies, WhatTheDriverHasItselfIsSaidOnce) {
  const auto set = policy("{rules: [{name: r, images: {deny: [a/*]}}]}");
  Review same = driver().set("/spec/containers/0/image", "a/b:1");
  EXPECT_EQ(messages(set, same),
            Lines{"spec.containers[0].image \"a/b:1\" is from a/*, which is denied"});
  Review other = driver().set("/spec/containers/0/image", "a/c:1");
  EXPECT_EQ(messages(set, other).size(), 2U);
}

TEST(ForeseePolicies, ConditionsThatADriverAnswers) {
  for (const std::string match :
       {"roles: [executor]", "namespaces: ['spark-*']", "pods: all",
        "users: ['system:serviceaccount:*:spark']", "groups: ['system:serviceaccounts:spark-jobs']",
        "podSelector: {matchLabels: {spark-role: executor}}"}) {
    EXPECT_EQ(messages(policy(with_match(match))), Lines{kRefused}) << match;
  }
  for (const std::string match : {"roles: [driver]", "excludeNamespaces: [spark-jobs]",
                                  "users: ['jane@*']", "groups: [data-engineers]"}) {
    EXPECT_EQ(messages(policy(with_match(match))), Lines{}) << match;
  }
}

TEST(ForeseePolicies, ConditionsThatItDoesNotAreLeftForLater) {
  for (const std::string match :
       {"launchers: [client-mode, unknown]", "serviceAccounts: ['*']",
        "podSelector: {matchExpressions: [{key: a, operator: DoesNotExist}]}"}) {
    EXPECT_EQ(messages(policy(with_match(match))), Lines{}) << match;
  }
  Review unknown = driver().set("/spec/automountServiceAccountToken", false);
  EXPECT_EQ(messages(policy(with_match("users: ['*']")), unknown), Lines{});
  EXPECT_EQ(messages(policy(with_match("groups: ['*']")), unknown), Lines{});
}

TEST(ForeseePolicies, TemplatesCompleteTheExecutor) {
  const std::string image = "{spec: {containers: [{name: $spark, image: registry.corp/a}]}}";
  EXPECT_EQ(messages(policy("{overrides: {executor: " + image + "}, rules: [" + kOurs + "]}")),
            Lines{});
  EXPECT_EQ(messages(policy("{overrides: {driver: " + image + "}, rules: [" + kOurs + "]}")),
            Lines{kRefused});
  const std::string account =
      "spec: {serviceAccountName: etl}}}, rules: [{name: r, roles: [executor], serviceAccounts: "
      "{allow: [spark]}}]}";
  EXPECT_EQ(
      messages(policy("{overrides: {both: {" + account), minimal("driver")).back(),
      "its executors: spec.serviceAccountName \"etl\" is not spark (a template of the policies)");
  // A default only counts where Spark says nothing, which the driver does not tell.
  EXPECT_EQ(messages(policy("{defaults: {executor: {" + account), minimal("driver")), Lines{});
}

TEST(ForeseePolicies, WhatAPolicyForSomeSetsIsNotKnown) {
  const std::string image =
      "overrides: {executor: {spec: {containers: [{name: $spark, image: registry.corp/a}]}}}}";
  const std::string rule = "{rules: [" + kOurs + "]}";
  EXPECT_EQ(messages(set_of({"{match: {podSelector: {matchLabels: {a: b}}}, " + image, rule})),
            Lines{});
  EXPECT_EQ(messages(set_of({"{match: {namespaces: [b], launchers: [livy]}, " + image, rule})),
            Lines{kRefused});
  EXPECT_EQ(messages(set_of(
                {"{mode: audit, match: {podSelector: {matchLabels: {a: b}}}, " + image, rule})),
            Lines{kRefused});
}

TEST(ForeseePolicies, TheAccountThatATemplateGivesIsMatched) {
  EXPECT_EQ(messages(set_of({"{overrides: {executor: {spec: {serviceAccountName: etl}}}}",
                             with_match("serviceAccounts: [etl]")})),
            Lines{kRefused});
}

TEST(ForeseePolicies, ExceptionsCountAsForExecutors) {
  const auto with = [](const std::string& match) {
    return policy("{rules: [" + kOurs + "], exceptions: [{rules: [ours], match: {" + match +
                  "}, reason: r, owner: o, expires: 9999-12-31}]}");
  };
  EXPECT_EQ(messages(with("roles: [executor]")), Lines{kRefused + " (excepted)"});
  EXPECT_EQ(messages(with("roles: [driver]")), Lines{kRefused});
  EXPECT_EQ(messages(with("podSelector: {matchLabels: {a: b}}")), Lines{});
  EXPECT_EQ(messages(with("namespaces: [b], podSelector: {matchLabels: {a: b}}")), Lines{kRefused});
}

}  // namespace
}  // namespace sparkgate
