#include <gtest/gtest.h>

#include "support/outcome.h"

// Labels that a constraint of the pod cannot have beside it: the API server would write the label's
// value into a selector that speaks about the label already.

namespace sparkgate {
namespace {

using nlohmann::json;

const Lines kLeftOut = {"- a constraint of the pod is valid only without the label team"};
const Lines kAdded = {R"(add /metadata/labels/team "a")"};

Lines labelled(const Review& review) {
  return outcome(policy("overrides: {driver: {metadata: {labels: {team: a}}}}"), review);
}

Review spread_by(const std::string& selector) {
  json constraint = json::parse(
      R"({"maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "DoNotSchedule",
          "matchLabelKeys": ["team"]})");
  constraint["labelSelector"] = json::parse(selector);
  Review review = minimal("driver");
  review.set("/spec/topologySpreadConstraints", json::array({constraint}));
  return review;
}

TEST(GuardLabels, AConstraintTakesAndSelectsOnOneLabel) {
  EXPECT_EQ(labelled(spread_by(R"({"matchLabels": {"team": "b"}})")), kLeftOut);
  EXPECT_EQ(labelled(spread_by(R"({"matchExpressions": [{"key": "team", "operator": "Exists"}]})")),
            kLeftOut);
  EXPECT_EQ(labelled(spread_by(R"({"matchExpressions": [{"key": "app", "operator": "Exists"}]})")),
            kAdded);
}

TEST(GuardLabels, TermsOfAffinityDoToo) {
  const json term = json::parse(
      R"({"topologyKey": "zone", "mismatchLabelKeys": ["team"],
          "labelSelector": {"matchLabels": {"team": "b"}}})");
  Review required = minimal("driver");
  required.set("/spec/affinity",
               {{"podAntiAffinity",
                 {{"requiredDuringSchedulingIgnoredDuringExecution", json::array({term})}}}});
  EXPECT_EQ(labelled(required), kLeftOut);
  Review preferred = minimal("driver");
  preferred.set("/spec/affinity",
                {{"podAffinity",
                  {{"preferredDuringSchedulingIgnoredDuringExecution",
                    json::array({{{"weight", 1}, {"podAffinityTerm", term}}})}}}});
  EXPECT_EQ(labelled(preferred), kLeftOut);
}

TEST(GuardLabels, AConstraintThatIsReplacedForbidsNothing) {
  const std::string labels = "metadata: {labels: {team: a}}, spec: ";
  const auto with = [&](const std::string& spec) {
    return outcome(policy("overrides: {driver: {" + labels + spec + "}}"),
                   spread_by(R"({"matchLabels": {"team": "b"}})"));
  };
  EXPECT_EQ(with("{topologySpreadConstraints: [{maxSkew: 2, topologyKey: zone, whenUnsatisfiable: "
                 "DoNotSchedule}]}")
                .front(),
            kAdded.front());
  EXPECT_EQ(with("{topologySpreadConstraints: null}").front(), kAdded.front());
  EXPECT_EQ(with("{topologySpreadConstraints: [{maxSkew: 2, topologyKey: zone, whenUnsatisfiable: "
                 "ScheduleAnyway}]}")
                .back(),
            kLeftOut.front());
}

TEST(GuardLabels, ALabelThatIsThereIsNoNewOne) {
  Review review = spread_by(R"({"matchLabels": {"app": "b"}})");
  review.set("/metadata/labels/team", "a");
  EXPECT_EQ(labelled(review), Lines{});
}

}  // namespace
}  // namespace sparkgate
