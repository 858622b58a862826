#include "decision/rules/names.h"

#include <gtest/gtest.h>

#include "support/world.h"

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;
using nlohmann::json;

/// The messages about a pod under one rule, "KEY: {…}".
Lines about(const std::string& rule, const Review& review) {
  const auto set = policy("{rules: [{name: r, " + rule + "}]}");
  Lines result;
  for (const auto& breach : ask(set, review).violations) {
    EXPECT_TRUE(breach.message.starts_with(breach.path + " ")) << breach.message;
    result.push_back(breach.message);
  }
  return result;
}

/// A driver with one field of its spec set, or without it when the value is null.
Review with(const std::string& field, const json& value) {
  Review review = minimal("driver");
  if (field == "serviceAccountName") review.erase("/spec/serviceAccount");
  if (value.is_null()) return review.erase("/spec/" + field);
  return review.set("/spec/" + field, value);
}

TEST(ServiceAccounts, AllowAndDeny) {
  const auto as = [](const char* account) { return with("serviceAccountName", account); };
  const std::string rule = "serviceAccounts: {allow: [spark, 'spark-*'], deny: [spark-admin]}";
  EXPECT_EQ(about(rule, as("spark")), Lines{});
  EXPECT_EQ(about(rule, as("spark-etl")), Lines{});
  EXPECT_EQ(about(rule, as("default")),
            Lines{"spec.serviceAccountName \"default\" is not spark, spark-*"});
  EXPECT_EQ(about(rule, as("spark-admin")),
            Lines{"spec.serviceAccountName \"spark-admin\" is spark-admin, which is denied"});
}

TEST(ServiceAccounts, SpellingsMadeToGetPast) {
  const std::string rule = "serviceAccounts: {allow: [spark]}";
  for (const char* name : {"Spark", "spark ", " spark", "spark-", "spark\n", "sparк", "xspark",
                           "system:serviceaccount:a:spark"}) {
    EXPECT_EQ(about(rule, with("serviceAccountName", name)).size(), 1U) << name;
  }
}

TEST(ServiceAccounts, WithoutANameItIsDefault) {
  const Lines is_default{"spec.serviceAccountName \"default\" is not spark"};
  for (const json& none : {json(), json(""), json(7), json::array({"spark"})}) {
    EXPECT_EQ(about("serviceAccounts: {allow: [spark]}", with("serviceAccountName", none)),
              is_default)
        << none;
  }
  EXPECT_EQ(about("serviceAccounts: {deny: [default]}", with("serviceAccountName", {})),
            Lines{"spec.serviceAccountName \"default\" is default, which is denied"});
}

TEST(ServiceAccounts, TheOldFieldCountsWhereTheNewOneIsEmpty) {
  Review review = with("serviceAccountName", {});
  review.set("/spec/serviceAccount", "root");
  EXPECT_EQ(about("serviceAccounts: {allow: [spark]}", review),
            Lines{"spec.serviceAccountName \"root\" is not spark"});
  review.set("/spec/serviceAccountName", "spark");  // the API server writes it over the old one
  EXPECT_EQ(about("serviceAccounts: {allow: [spark]}", review), Lines{});
}

TEST(Schedulers, WithoutANameItIsTheDefaultOne) {
  const std::string rule = "schedulers: {allow: ['yunikorn*']}";
  EXPECT_EQ(about(rule, with("schedulerName", "yunikorn")), Lines{});
  EXPECT_EQ(about(rule, with("schedulerName", "volcano")),
            Lines{"spec.schedulerName \"volcano\" is not yunikorn*"});
  for (const json& none : {json(), json(""), json(true)}) {
    EXPECT_EQ(about(rule, with("schedulerName", none)),
              Lines{"spec.schedulerName \"default-scheduler\" is not yunikorn*"});
  }
  EXPECT_EQ(about("schedulers: {deny: ['default-*']}", with("schedulerName", {})),
            Lines{"spec.schedulerName \"default-scheduler\" is default-*, which is denied"});
}

TEST(Classes, ThatAreAllowedHaveToBeNamed) {
  const Lines missing{"spec.priorityClassName is missing; allowed is spark-*, low"};
  const std::string rule = "priorityClasses: {allow: ['spark-*', low]}";
  EXPECT_EQ(about(rule, with("priorityClassName", "low").set("/spec/priority", 5)), Lines{});
  EXPECT_EQ(about(rule, with("priorityClassName", "system-cluster-critical")),
            Lines{"spec.priorityClassName \"system-cluster-critical\" is not spark-*, low"});
  EXPECT_EQ(about(rule, minimal("driver")), missing);
  for (const json& none : {json(""), json(1), json::object()}) {
    EXPECT_EQ(about(rule, with("priorityClassName", none)), missing);
  }
  EXPECT_EQ(about("runtimeClasses: {allow: [gvisor]}", minimal("driver")),
            Lines{"spec.runtimeClassName is missing; allowed is gvisor"});
}

TEST(Classes, NoneIsAllowedWhereItIsListed) {
  for (const char* allow : {"['', gvisor]", "['*']"}) {
    EXPECT_EQ(about(std::string("runtimeClasses: {allow: ") + allow + "}", minimal("driver")),
              Lines{})
        << allow;
  }
  EXPECT_EQ(about("runtimeClasses: {allow: ['', gvisor]}", with("runtimeClassName", "runc")),
            Lines{"spec.runtimeClassName \"runc\" is not gvisor"});
  EXPECT_EQ(about("runtimeClasses: {allow: ['?*']}", minimal("driver")).size(), 1U);
}

TEST(Classes, DenyNeverSpeaksOfNone) {
  EXPECT_EQ(about("runtimeClasses: {deny: ['*']}", minimal("driver")), Lines{});
  EXPECT_EQ(about("priorityClasses: {deny: ['system-*']}", minimal("driver")), Lines{});
  EXPECT_EQ(about("priorityClasses: {deny: ['system-*']}",
                  with("priorityClassName", "system-node-critical")),
            Lines{"spec.priorityClassName \"system-node-critical\" is system-*, which is denied"});
}

TEST(Classes, APriorityNeedsOne) {
  const std::string rule = "priorityClasses: {deny: ['system-*']}";
  const auto prioritised = [](const json& value) {
    return minimal("driver").set("/spec/priority", value);
  };
  EXPECT_EQ(about(rule, prioritised(2000000000)),
            Lines{"spec.priority 2000000000 comes without a spec.priorityClassName"});
  for (const json& odd : {json("9"), json(0.5), json(-1), json::array()}) {
    EXPECT_EQ(about(rule, prioritised(odd)).size(), 1U) << odd;
  }
  EXPECT_EQ(about(rule, prioritised(0)), Lines{});
  EXPECT_EQ(about(rule, prioritised({})), Lines{});
  EXPECT_EQ(about("runtimeClasses: {deny: [a]}", prioritised(7)), Lines{});
}

TEST(Names, WhatAPodHadIsForgiven) {
  Review review = with("serviceAccountName", "root").update();
  review.set("/metadata/labels/x", "y");
  EXPECT_EQ(about("serviceAccounts: {allow: [spark]}", review), Lines{});
}

}  // namespace
}  // namespace sparkgate
