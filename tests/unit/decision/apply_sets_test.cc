#include <gtest/gtest.h>

#include "support/world.h"

// Lists without a merge key: sets, and lists that are replaced as a whole.

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;
using nlohmann::json;

TEST(Tolerations, AreASet) {
  const auto set = policy(
      "{defaults: {both: {spec: {tolerations: [{key: spark, operator: Exists, effect: "
      "NoSchedule}]}}}}");
  const Review review = minimal("driver");
  EXPECT_EQ(
      changes(set, review),
      Lines{
          R"(add /spec/tolerations/- {"effect":"NoSchedule","key":"spark","operator":"Exists"})"});
  EXPECT_EQ(ask_again(set, review).patch.size(), 0U);
  EXPECT_EQ(
      changes(set, minimal("driver").erase("/spec/tolerations")),
      Lines{
          R"(add /spec/tolerations [{"effect":"NoSchedule","key":"spark","operator":"Exists"}])"});
}

TEST(Tolerations, OfOursStandInForTheFilledInOnes) {
  const auto set = policy(
      "{defaults: {both: {spec: {tolerations: [{key: node.kubernetes.io/not-ready, operator: "
      "Exists, "
      "effect: NoExecute, tolerationSeconds: 30}]}}}}");
  EXPECT_EQ(
      changes(set, minimal("driver")),
      Lines{R"(replace /spec/tolerations/0 {"effect":"NoExecute",)"
            R"("key":"node.kubernetes.io/not-ready","operator":"Exists","tolerationSeconds":30})"});
  EXPECT_EQ(ask_again(set, minimal("driver")).patch.size(), 0U);
}

TEST(Tolerations, OfOneFilledInPlaceTakeItOnce) {
  const auto set = policy(R"(
overrides:
  both:
    spec:
      tolerations:
      - {key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: 5}
      - {key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: 9}
)");
  const Review review = minimal("driver");
  const Lines made = changes(set, review);
  ASSERT_EQ(made.size(), 2U);
  EXPECT_TRUE(made[0].starts_with("replace /spec/tolerations/0 ")) << made[0];
  EXPECT_TRUE(made[1].starts_with("add /spec/tolerations/- ")) << made[1];
  EXPECT_EQ(ask_again(set, review).patch.size(), 0U);
}

TEST(Sets, OfEnvFromPullSecretsAndAffinityTerms) {
  const auto set = policy(R"(
overrides:
  both:
    spec:
      imagePullSecrets: [{name: a}]
      containers: [{name: $spark, envFrom: [{configMapRef: {name: c}}]}]
      affinity:
        podAntiAffinity:
          preferredDuringSchedulingIgnoredDuringExecution:
          - {weight: 1, podAffinityTerm: {topologyKey: h}}
)");
  Review review = minimal("driver");
  review.set("/spec/imagePullSecrets", json::array({{{"name", "b"}}}));
  review.set("/spec/containers/0/envFrom", json::array({{{"secretRef", {{"name", "s"}}}}}));
  review.set("/spec/affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution",
             json::array({{{"weight", 1}, {"podAffinityTerm", {{"topologyKey", "z"}}}}}));
  EXPECT_EQ(
      changes(set, review),
      (Lines{R"(add /spec/imagePullSecrets/- {"name":"a"})",
             R"(add /spec/containers/0/envFrom/- {"configMapRef":{"name":"c"}})",
             "add /spec/affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/"
             R"(- {"podAffinityTerm":{"topologyKey":"h"},"weight":1})"}));
  EXPECT_EQ(ask_again(set, review).patch.size(), 0U);
}

TEST(Spread, HasTopologyKeyAndWhenUnsatisfiableAsKey) {
  const auto set = policy(R"(
overrides:
  both:
    spec:
      topologySpreadConstraints:
      - {topologyKey: zone, whenUnsatisfiable: ScheduleAnyway, maxSkew: 2}
)");
  Review review = minimal("driver");
  review.set(
      "/spec/topologySpreadConstraints",
      json::array(
          {{{"topologyKey", "zone"}, {"whenUnsatisfiable", "DoNotSchedule"}, {"maxSkew", 1}},
           {{"topologyKey", "zone"}, {"whenUnsatisfiable", "ScheduleAnyway"}, {"maxSkew", 1}}}));
  EXPECT_EQ(changes(set, review),
            Lines{R"(replace /spec/topologySpreadConstraints/1 )"
                  R"({"maxSkew":2,"topologyKey":"zone","whenUnsatisfiable":"ScheduleAnyway"})"});
}

TEST(AtomicLists, OfNoItemsTakeOutAllWhereTheyWin) {
  const std::string searches = ": {both: {spec: {dnsConfig: {searches: []}}}}}";
  Review review = minimal("driver");
  review.set("/spec/dnsConfig", {{"searches", {"a"}}});
  EXPECT_EQ(changes(policy("{overrides" + searches), review),
            Lines{"replace /spec/dnsConfig/searches []"});
  EXPECT_EQ(changes(policy("{defaults" + searches), review), Lines{});
  EXPECT_EQ(changes(policy("{overrides" + searches), minimal("driver")),
            Lines{"add /spec/dnsConfig {}"});
}

TEST(Tolerations, LikeTheApiServersOwnStayBesideOthers) {
  const auto set = policy(R"(
overrides:
  both:
    spec:
      tolerations:
      - {key: node.kubernetes.io/not-ready, effect: NoExecute, tolerationSeconds: 60}
      - {key: node.kubernetes.io/not-ready, effect: NoExecute, operator: Exists, tolerationSeconds: 300}
)");
  EXPECT_EQ(changes(set, minimal("driver")),
            Lines{R"(add /spec/tolerations/- {"effect":"NoExecute",)"
                  R"("key":"node.kubernetes.io/not-ready","tolerationSeconds":60})"});
}

TEST(AtomicLists, AreReplacedAsAWhole) {
  const auto set = policy(
      "{overrides: {both: {spec: {containers: [{name: $spark, securityContext: {capabilities: "
      "{drop: "
      "[ALL]}}}]}}}}");
  Review review = minimal("driver");
  review.set("/spec/containers/0/securityContext", {{"capabilities", {{"drop", {"NET_RAW"}}}}});
  EXPECT_EQ(changes(set, review),
            Lines{R"(replace /spec/containers/0/securityContext/capabilities/drop ["ALL"])"});
}

}  // namespace
}  // namespace sparkgate
