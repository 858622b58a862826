#include "decision/rules/metadata.h"

#include <gtest/gtest.h>

#include "support/world.h"

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;
using nlohmann::json;

Lines about(const std::string& rule, const Review& review) {
  const auto set = policy("{rules: [{name: r, metadata: " + rule + "}]}");
  Lines result;
  for (const auto& breach : ask(set, review).violations) {
    EXPECT_TRUE(breach.message.starts_with(breach.path + " ")) << breach.message;
    result.push_back(breach.message);
  }
  return result;
}

Review labelled(const json& team) {
  return minimal("driver").set("/metadata/labels/team", team);
}

TEST(Metadata, RequiredLabels) {
  const std::string rule = "{requireLabels: {team: 'data-*'}}";
  EXPECT_EQ(about(rule, labelled("data-science")), Lines{});
  EXPECT_EQ(about(rule, labelled("sales")), Lines{"metadata.labels.team \"sales\" is not data-*"});
  EXPECT_EQ(about(rule, minimal("driver")),
            Lines{"metadata.labels.team is missing; it has to be data-*"});
  EXPECT_EQ(about("{requireLabels: {a.corp/team: '?*', team: '?*'}}", labelled("")),
            (Lines{"metadata.labels.a.corp/team is missing; it has to be ?*",
                   "metadata.labels.team \"\" is not ?*"}));
  EXPECT_EQ(about("{requireLabels: {team: '*'}}", labelled("")), Lines{});
}

TEST(Metadata, RequiredByARegularExpression) {
  const std::string rule = "{requireAnnotations: {a.corp/ticket: {pattern: 'OPS-[0-9]+|none'}}}";
  const auto with = [](const json& value) {
    return minimal("driver").set("/metadata/annotations", {{"a.corp/ticket", value}});
  };
  for (const char* good : {"OPS-1", "none"}) EXPECT_EQ(about(rule, with(good)), Lines{}) << good;
  for (const char* bad : {"", "OPS-", "xOPS-1", "OPS-1x", "OPS-1\nnone", "none\n", "OPS-1|none"}) {
    EXPECT_EQ(about(rule, with(bad)).size(), 1U)
        << bad;  // the whole value, not a line or part of it
  }
  EXPECT_EQ(about(rule, with("ops-1")),
            Lines{"metadata.annotations.a.corp/ticket \"ops-1\" does not match OPS-[0-9]+|none"});
  EXPECT_EQ(about(rule, minimal("driver")),
            Lines{"metadata.annotations.a.corp/ticket is missing; it has to match "
                  "OPS-[0-9]+|none"});
}

TEST(Metadata, Forbidden) {
  const auto pod = minimal("driver")
                       .set("/metadata/labels/x.evil.corp~1y", "")
                       .set("/metadata/annotations", {{"inject", {}}, {"injected", "x"}});
  EXPECT_EQ(about("{forbidLabels: ['*evil.corp/*'], forbidAnnotations: [inject]}", pod),
            (Lines{"metadata.labels.x.evil.corp/y is forbidden (*evil.corp/*)",
                   "metadata.annotations.inject is forbidden"}));
  EXPECT_EQ(about("{forbidLabels: [inject], forbidAnnotations: ['*evil*']}", pod), Lines{});
}

TEST(Metadata, WrongTypesAreNotThere) {
  for (const json& odd : {json(), json("team"), json::array({"team"}), json(7)}) {
    Review review = minimal("driver").set("/metadata/annotations", odd);
    EXPECT_EQ(about("{requireAnnotations: {team: '*'}, forbidAnnotations: ['x*']}", review),
              Lines{"metadata.annotations.team is missing; it has to be *"});
  }
  EXPECT_EQ(about("{requireLabels: {team: 'a*'}}", labelled(json::array({"a"}))).size(), 1U);
}

TEST(Metadata, AnUpdateTakesNothingAway) {
  const std::string rule = "{requireLabels: {team: 'a*'}, forbidLabels: [evil]}";
  Review review = labelled("a").update();
  EXPECT_EQ(about(rule, review.set("/metadata/labels/x", "y")), Lines{});
  EXPECT_EQ(about(rule, review.set("/metadata/labels/evil", "y")),
            Lines{"metadata.labels.evil is forbidden"});
  review.erase("/metadata/labels/evil").erase("/metadata/labels/team");
  EXPECT_EQ(about(rule, review), Lines{"metadata.labels.team is missing; it has to be a*"});
  Review unlabelled = minimal("driver").update();
  EXPECT_EQ(about(rule, unlabelled.set("/metadata/labels/x", "y")), Lines{});
}

}  // namespace
}  // namespace sparkgate
