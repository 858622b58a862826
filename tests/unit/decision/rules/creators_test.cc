#include "decision/rules/creators.h"

#include <gtest/gtest.h>

#include "support/world.h"

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;
using nlohmann::json;

/// A driver in namespace spark-jobs that this user sends.
Review by(const std::string& user, const json& groups = json::array({"system:authenticated"})) {
  return minimal("driver")
      .set_request("/userInfo/username", user)
      .set_request("/userInfo/groups", groups);
}

Lines about(const std::string& rule, const Review& review) {
  const auto set = policy("{rules: [{name: r, roles: [driver], creators: " + rule + "}]}");
  Lines result;
  for (const auto& breach : ask(set, review).violations) {
    EXPECT_TRUE(breach.message.starts_with(breach.path)) << breach.message;
    result.push_back(breach.message);
  }
  return result;
}

std::string account(const std::string& name) {
  return "system:serviceaccount:" + name;
}

TEST(Creators, AnyOfTheThreeAllows) {
  const std::string rule =
      "{users: {allow: [jane, '*@corp']}, groups: {allow: [etl]}, serviceAccounts: {allow: "
      "['airflow:*']}}";
  for (const char* user : {"jane", "joe@corp"}) EXPECT_EQ(about(rule, by(user)), Lines{}) << user;
  EXPECT_EQ(about(rule, by("bob", {"a", "etl"})), Lines{});
  EXPECT_EQ(about(rule, by(account("airflow:worker"))), Lines{});
  EXPECT_EQ(about(rule, by("bob", {"etl-x"})),
            Lines{"userInfo.username \"bob\" may not create this pod; allowed are users jane, "
                  "*@corp; groups etl; service accounts airflow:*"});
}

TEST(Creators, DeniedBeatsAllowed) {
  const std::string all = "{allow: ['*'], deny: ";
  EXPECT_EQ(about("{users: " + all + "[bob]}}", by("bob")),
            Lines{"userInfo.username \"bob\" is bob, which is denied"});
  EXPECT_EQ(about("{users: {allow: [bob]}, groups: {deny: ['system:unauth*']}}",
                  by("bob", {"a", "system:unauthenticated"})),
            Lines{"userInfo.groups[1] \"system:unauthenticated\" is system:unauth*, which is "
                  "denied"});
  EXPECT_EQ(
      about("{users: {allow: ['*']}, serviceAccounts: {deny: ['ci:*']}}", by(account("ci:bot"))),
      Lines{"userInfo.username \"system:serviceaccount:ci:bot\" is ci:*, which is denied"});
  EXPECT_EQ(about("{users: {deny: [bob]}}", by("jane")), Lines{});
}

TEST(Creators, NamesMadeToGetPast) {
  const std::string rule = "{users: {allow: [jane]}, groups: {allow: [etl]}}";
  for (const char* user : {"", "Jane", "jane ", "jane@evil", "xjane", "jane\n", "jаne"}) {
    EXPECT_EQ(about(rule, by(user)).size(), 1U) << user;
  }
  for (const json& groups : {json(), json("etl"), json::array({7, json(), "ETL", "etl "}),
                             json::object({{"etl", "etl"}})}) {
    EXPECT_EQ(about(rule, by("bob", groups)).size(), 1U) << groups;
  }
}

TEST(Creators, NamespaceAndNameAreMatchedApart) {
  const std::string rule = "{serviceAccounts: {allow: ['team-*:spark']}}";
  EXPECT_EQ(about(rule, by(account("team-a:spark"))), Lines{});
  for (const char* other : {"team-a:spark2", "a:spark", "team-a:x:spark", "team-:", ":spark",
                            "spark", "team-a:Spark", "team-a:spark "}) {
    EXPECT_EQ(about(rule, by(account(other))).size(), 1U) << other;
  }
  EXPECT_EQ(about(rule, by("team-a:spark")).size(), 1U);  // a user of that name is no account
}

TEST(Creators, ANameAloneIsOfThePodsNamespace) {
  const std::string rule = "{serviceAccounts: {allow: [spark, 'etl-*']}}";
  EXPECT_EQ(about(rule, by(account("spark-jobs:spark"))), Lines{});
  EXPECT_EQ(about(rule, by(account("spark-jobs:etl-1"))), Lines{});
  EXPECT_EQ(about(rule, by(account("evil:spark"))).size(), 1U);
  EXPECT_EQ(about("{serviceAccounts: {deny: ['*']}}", by(account("evil:spark"))), Lines{});
  EXPECT_EQ(about("{serviceAccounts: {deny: ['*']}}", by(account("spark-jobs:a"))).size(), 1U);
  EXPECT_EQ(about("{serviceAccounts: {deny: ['*:*']}}", by(account("evil:spark"))).size(), 1U);
}

TEST(Creators, ServiceAccountsAreUsersAndHaveGroups) {
  EXPECT_EQ(about("{users: {allow: ['system:serviceaccount:*']}}", by(account("a:b"))), Lines{});
  EXPECT_EQ(about("{groups: {deny: ['system:serviceaccounts:a']}}",
                  by(account("a:b"), {"system:serviceaccounts:a"}))
                .size(),
            1U);
}

TEST(Creators, SpeakOfCreationOnly) {
  const std::string rule = "{users: {allow: [jane]}}";
  Review review = by("jane").update();
  review.set_request("/userInfo/username", "system:node:node-1").set("/metadata/labels/x", "y");
  EXPECT_EQ(about(rule, review), Lines{});
  EXPECT_EQ(about(rule, by("bob").set_request("/operation", "DELETE")), Lines{});
  EXPECT_EQ(about(rule, by("bob").set_request("/subResource", "binding")), Lines{});
  EXPECT_EQ(about(rule, by("bob")).size(), 1U);
}

}  // namespace
}  // namespace sparkgate
