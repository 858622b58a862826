#include "decision/message.h"

#include <gtest/gtest.h>

#include "support/world.h"

namespace sparkgate {
namespace {

using nlohmann::json;

std::string header(const std::string& name, const std::string& owner) {
  return "---\napiVersion: sparkgate.dev/v1\nkind: SparkPolicy\nmetadata: {name: " + name +
         (owner.empty() ? "" : ", annotations: {owner: " + owner + "}") + "}\nspec:\n";
}

TEST(Denial, IsWhatTheInterfaceSays) {
  const auto set = policies(header("analytics", "data-platform") + R"(
  rules:
  - name: approved-registries
    images: {allow: ["registry.corp/*"]}
  - name: driver-size
    resources: {max: {memory: 64Gi}}
)");
  Review driver = minimal("driver");
  driver.set_request("/namespace", "analytics").set("/spec/containers/0/image", "docker.io/evil");
  driver.set("/spec/containers/0/resources", {{"limits", {{"memory", "96Gi"}}}});
  const cli::Examined examined = ask(set, driver);
  EXPECT_FALSE(examined.allowed);
  EXPECT_EQ(examined.denial,
            "policy analytics refuses this Spark driver in namespace analytics (2 rules; Spark's "
            "RBAC hint above is not the cause):\n"
            " approved-registries: spec.containers[0].image \"docker.io/evil\" is not from "
            "registry.corp/*\n"
            " driver-size: spec.containers[0].resources.limits.memory 96Gi is over 64Gi (ask "
            "data-platform)");
  const json answer = json::parse(examined.validate_answer)["response"];
  EXPECT_EQ(answer["status"]["message"], examined.denial);
  EXPECT_EQ(answer["status"]["code"], 403);
  EXPECT_EQ(answer["status"]["reason"], "Forbidden");
  EXPECT_EQ(answer["status"]["details"]["causes"][1],
            (json{{"field", "spec.containers[0].resources.limits.memory"},
                  {"reason", "driver-size"},
                  {"message", "spec.containers[0].resources.limits.memory 96Gi is over 64Gi"}}));
}

TEST(Denial, OfSeveralPoliciesNamesEach) {
  const std::string rule = "  rules: [{name: r, images: {allow: [no/*]}}]\n";
  const auto set = policies(header("a", "ann") + rule + header("b", "") + "  priority: 5\n" + rule);
  EXPECT_EQ(ask(set, minimal("driver").set("/spec/containers/0/image", "x")).denial,
            "policies b, a refuse this Spark driver in namespace spark-jobs (2 rules; Spark's RBAC "
            "hint above is not the cause):\n"
            " b/r: spec.containers[0].image \"x\" is not from no/*\n"
            " a/r: spec.containers[0].image \"x\" is not from no/* (ask ann)");
}

TEST(Denial, SaysASentenceOnce) {
  const auto set = policy("{rules: [{name: r, message: ours, images: {allow: [no/*]}}]}");
  Review driver = minimal("driver");
  driver.pod()["spec"]["containers"].push_back({{"name", "c"}, {"image", "x"}});
  EXPECT_TRUE(ask(set, driver).denial.ends_with("cause):\n r: ours"));
}

TEST(Denial, CountsWhatItDoesNotShow) {
  const auto set = policy("{rules: [{name: r, images: {allow: [no/*]}}]}");
  Review driver = minimal("driver");
  for (int i = 1; i < 13; ++i) {
    driver.pod()["spec"]["containers"].push_back(
        {{"name", "c" + std::to_string(i)}, {"image", "x"}});
  }
  const std::string text = ask(set, driver).denial;
  EXPECT_NE(text.find("spec.containers[9].image"), std::string::npos);
  EXPECT_EQ(text.find("spec.containers[10].image"), std::string::npos);
  EXPECT_TRUE(text.ends_with("\n and 3 more")) << text;
}

TEST(Denial, StaysShortAndOnItsLines) {
  const auto set = policy("{rules: [{name: r, images: {allow: [no/*]}}]}");
  Review driver = minimal("driver");
  driver.set("/spec/containers/0/image", "evil\n r: all is well\x1b[31m" + std::string(5000, 'x'));
  for (int i = 0; i < 9; ++i) {
    driver.pod()["spec"]["containers"].push_back(
        {{"name", "c"}, {"image", std::string(5000, 'y')}});
  }
  const std::string text = ask(set, driver).denial;
  EXPECT_LE(text.size(), 2048U);
  EXPECT_NE(text.find("\"evil  r: all is well [31m"), std::string::npos);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

TEST(Denial, NeverEndsInAUrl) {
  const auto set = policy(
      "{rules: [{name: r, message: 'see https://platform.example.com/spark', images: {allow: "
      "[no/*]}}]}");
  EXPECT_TRUE(ask(set, minimal("driver"))
                  .denial.ends_with("\n r: see https://platform.example.com/spark (sparkgate)"));
}

TEST(Message, NothingInItRepaintsATerminal) {
  const auto set = policy("{rules: [{name: r, message: '{found}', images: {allow: [no/*]}}]}");
  const std::string image =
      "a\u009bb\u202ec\u2066d\u2028e\x1b"
      "f\u00e9\u20ac";
  Review review = minimal("executor");
  review.set("/spec/containers/0/image", image);
  EXPECT_EQ(ask(set, review).violations.at(0).message, "a b c d e f\u00e9\u20ac");
}

TEST(Message, ManyPoliciesAreCounted) {
  std::string text;
  for (char name = 'a'; name < 'a' + 12; ++name) {
    text += std::string("apiVersion: sparkgate.dev/v1\nkind: SparkPolicy\nmetadata: {name: ") +
            name + "}\nspec: {rules: [{name: r, images: {allow: [no/*]}}]}\n---\n";
  }
  const std::string denial =
      ask(policies(text.substr(0, text.size() - 4)), minimal("driver")).denial;
  EXPECT_TRUE(denial.starts_with("policies a, b, c, d, e, f, g, h, i, j and 2 more refuse this"))
      << denial;
}

TEST(Message, FillsInItsPlaceholders) {
  const auto set = policy(
      "{rules: [{name: r, message: '{role}s of {namespace}, {name}: {found} is not {allowed} "
      "({policy}/{rule}, "
      "{path})', images: {allow: [no/*]}}]}");
  EXPECT_EQ(
      ask(set, minimal("executor").set("/spec/containers/0/image", "x")).violations.at(0).message,
      "executors of spark-jobs, pythonpi-6c74d6a1fcd0994f-exec-1: x is not no/* (p/r, "
      "spec.containers[0].image)");
}

TEST(Warnings, AreFewHoweverMuchThereIs) {
  const auto set = policy("{rules: [{name: r, action: warn, images: {allow: [no/*]}}]}");
  Review review = minimal("driver");
  nlohmann::json containers = nlohmann::json::array();
  for (int i = 0; i < 30; ++i) {
    containers.push_back({{"name", "c" + std::to_string(i)}, {"image", "evil/x:1"}});
  }
  review.set("/spec/containers", containers);
  const cli::Examined examined = ask(set, review);
  EXPECT_EQ(examined.warnings.size(), 21U);
  EXPECT_EQ(examined.warnings.back(), "and 10 more");
}

TEST(Warnings, AreLeftOutWhereThePodHasNoRoomForThem) {
  const auto set = policy("{rules: [{name: r, action: warn, images: {allow: [no/*]}}]}");
  Review review = minimal("driver");
  review.set("/metadata/annotations", {{"theirs", std::string(262100, 'x')}});
  EXPECT_EQ(ask(set, review).patch, nlohmann::json::array());
}

TEST(Warnings, AreShortPlainAndOnThePod) {
  const auto set = policy("{rules: [{name: r, action: warn, images: {denyTags: ['4*']}}]}");
  const cli::Examined examined = ask(set, minimal("driver"));
  EXPECT_TRUE(examined.allowed);
  const std::string expected =
      "r: spec.containers[0].image \"registry.example.com/spark/spark-py:4.1.4\" has the tag "
      "4.1.4, "
      "which is denied";
  EXPECT_EQ(examined.warnings, std::vector<std::string>{expected});
  EXPECT_EQ(json::parse(examined.validate_answer)["response"]["warnings"], json::array({expected}));
  EXPECT_EQ(examined.after["metadata"]["annotations"]["sparkgate.dev/warnings"], expected);
  EXPECT_EQ(ask_again(set, minimal("driver")).patch.size(), 0U);
  Review long_name = minimal("driver");
  long_name.set("/spec/containers/0/image", "a/" + std::string(200, 'b') + ":4");
  EXPECT_EQ(ask(set, long_name).warnings.at(0).size(), 120U);
}

TEST(Warnings, JudgeThePodAsItWillBe) {
  const auto set = policy(
      "{overrides: {both: {spec: {containers: [{name: log, image: 'l:latest'}]}}}, rules: [{name: "
      "r, "
      "action: warn, images: {denyTags: [latest]}}]}");
  EXPECT_EQ(ask(set, minimal("driver")).after["metadata"]["annotations"]["sparkgate.dev/warnings"],
            "r: spec.containers[1].image \"l:latest\" has the tag latest, which is denied");
  EXPECT_EQ(ask_again(set, minimal("driver")).patch.size(), 0U);
}

}  // namespace
}  // namespace sparkgate
