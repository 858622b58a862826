#include "decision/why_not.h"

#include <gtest/gtest.h>

#include "decision/subject.h"
#include "support/world.h"

namespace sparkgate {
namespace {

/// Why a policy with this `match` does not apply; "" when it does.
std::string why(const std::string& match, const Review& review) {
  const auto set =
      policy("{match: " + match + ", rules: [{name: r, images: {allow: [nowhere.example/*]}}]}");
  const cli::Reading reading(review.json());
  const decision::Request& request = reading.review->request;
  const decision::Policy& only = *set->policies().front();
  return decision::why_not(only.match, decision::recognised_subject(*set, request, request.pod));
}

/// Sent by jane of data-engineers, spark-users and system:authenticated into spark-jobs.
Review driver() {
  return Review("spark-submit-4.1.4-driver");
}

Review nginx() {
  Review other = driver();
  other.set("/metadata/labels", {{"app", "nginx"}}).set("/spec/containers/0/args", {"nginx"});
  return other.erase("/spec/containers/0/env");
}

struct Row {
  const char* match;
  const char* why;
};

TEST(WhyNot, NamesTheConditionThatFailed) {
  const Row kRows[] = {
      {"{}", ""},
      {"{namespaces: [spark-jobs], users: ['jane@*'], groups: [spark-users]}", ""},
      {"{roles: [executor]}", "role driver is not in [executor]"},
      {"{launchers: [livy, spark-operator]}",
       "launcher spark-submit is not in [spark-operator, livy]"},
      {"{namespaces: [analytics, 'analytics-*']}",
       R"(namespace "spark-jobs" is not in [analytics, analytics-*])"},
      {"{excludeNamespaces: [lab, 'spark-*']}",
       R"(namespace "spark-jobs" is in excludeNamespaces [lab, spark-*])"},
      {"{serviceAccounts: [etl]}", R"(service account "spark" is not in [etl])"},
      {"{users: [joe, 'system:*']}", R"(user "jane@corp.example" is not in [joe, system:*])"},
      {"{groups: [admins]}",
       R"(none of the groups ["data-engineers", "spark-users", "system:authenticated"] is in )"
       R"([admins])"},
      {"{namespaces: [a, b, c, d, e, f, g]}",
       R"(namespace "spark-jobs" is not in [a, b, c, d, e and 2 more])"}};
  for (const Row& row : kRows) EXPECT_EQ(why(row.match, driver()), row.why) << row.match;
}

TEST(WhyNot, NamesTheLabel) {
  Review silver = driver();
  silver.set("/metadata/labels/tier", "silver");
  const auto expression = [](const std::string& text) {
    return "{podSelector: {matchExpressions: [{key: tier, operator: " + text + "}]}}";
  };
  EXPECT_EQ(why("{podSelector: {matchLabels: {tier: gold}}}", silver),
            R"(label tier is "silver", not gold)");
  EXPECT_EQ(why("{podSelector: {matchLabels: {tier: gold}}}", driver()), "label tier is missing");
  EXPECT_EQ(why(expression("In, values: [gold, tin]"), silver),
            R"(label tier is "silver", not in [gold, tin])");
  EXPECT_EQ(why(expression(R"(In, values: ["", tin])"), silver),
            R"(label tier is "silver", not in ["", tin])");
  EXPECT_EQ(why(R"({podSelector: {matchLabels: {tier: ""}}})", silver),
            R"(label tier is "silver", not "")");
  EXPECT_EQ(why(expression("NotIn, values: [silver, tin]"), silver),
            R"(label tier is "silver", which is in [silver, tin])");
  EXPECT_EQ(why(expression("Exists"), driver()), "label tier is missing");
  EXPECT_EQ(why(expression("DoesNotExist"), silver), "label tier is there");
  EXPECT_EQ(why(expression("NotIn, values: [silver]"), driver()), "");
}

TEST(WhyNot, StopsAtTheFirst) {
  EXPECT_EQ(why("{roles: [executor], namespaces: [a], users: [joe]}", driver()),
            "role driver is not in [executor]");
  EXPECT_EQ(why("{namespaces: [a], users: [joe]}", driver()),
            R"(namespace "spark-jobs" is not in [a])");
}

TEST(WhyNot, OfPodsThatAreNotSparks) {
  EXPECT_EQ(why("{}", nginx()), "not a Spark pod");
  EXPECT_EQ(why("{pods: all}", nginx()), "");
  EXPECT_EQ(why("{pods: all, roles: [driver]}", nginx()), "not a Spark pod");
  EXPECT_EQ(why("{pods: all, launchers: [unknown]}", nginx()), "not a Spark pod");
  EXPECT_EQ(why("{pods: all, namespaces: [a]}", nginx()),
            R"(namespace "spark-jobs" is not in [a])");
}

TEST(WhyNot, OfCallersThatNobodyNamed) {
  Review nobody = driver();
  nobody.set_request("/userInfo", nlohmann::json::object());
  EXPECT_EQ(why("{users: [joe]}", nobody), R"(user "" is not in [joe])");
  EXPECT_EQ(why("{groups: [a, b]}", nobody), "the caller is in no group, so in none of [a, b]");
}

TEST(WhyNot, QuotesAndCutsWhatARequestBrings) {
  Review hostile = driver();
  hostile.set_request("/userInfo/username", "a\"\n\x1b[31m" + std::string(500, 'x'));
  EXPECT_EQ(why("{users: [joe]}", hostile),
            "user \"a\\\"\\n\\u001b[31m" + std::string(69, 'x') + "...\" is not in [joe]");
  hostile.set_request("/userInfo/groups", {"1", 2, nullptr, "4", "5", "6", "7"});
  EXPECT_EQ(why("{groups: [a]}", hostile),
            R"(none of the groups ["1", "", "", "4", "5" and 2 more] is in [a])");
  hostile.set("/metadata/labels/tier", 7);
  EXPECT_EQ(why("{podSelector: {matchLabels: {tier: gold}}}", hostile), "label tier is missing");
}

std::vector<std::string> because(const std::string& match) {
  const auto set =
      policy("{match: " + match + ", rules: [{name: r, images: {allow: [nowhere.example/*]}}]}");
  const cli::Reading reading(driver().set("/metadata/labels/tier", "gold").json());
  const decision::Request& request = reading.review->request;
  return decision::why(set->policies().front()->match,
                       decision::recognised_subject(*set, request, request.pod));
}

TEST(Why, NamesWhatThePodAnswers) {
  using Lines = std::vector<std::string>;
  EXPECT_EQ(because("{}"), Lines{});
  EXPECT_EQ(because("{pods: all, namespaces: [a, 'spark-*'], excludeNamespaces: [lab]}"),
            (Lines{"every pod is meant", R"(namespace "spark-jobs" is like spark-*)",
                   R"(namespace "spark-jobs" is not excluded)"}));
  EXPECT_EQ(
      because("{roles: [driver], launchers: [spark-submit], serviceAccounts: [spark]}"),
      (Lines{"role driver", "launcher spark-submit", R"(service account "spark" is listed)"}));
  EXPECT_EQ(
      because("{users: ['jane@*'], groups: [admins, spark-users]}"),
      (Lines{R"(user "jane@corp.example" is like jane@*)", R"(group "spark-users" is listed)"}));
  EXPECT_EQ(because("{podSelector: {matchLabels: {tier: gold}, matchExpressions: [{key: team, "
                    "operator: DoesNotExist}]}}"),
            (Lines{"label team is missing", R"(label tier is "gold")"}));
}

}  // namespace
}  // namespace sparkgate
