#include "admission/door.h"

#include <gtest/gtest.h>

#include "support/world.h"

namespace sparkgate::admission {
namespace {

/// A door over some policies, with its metrics.
struct House {
  explicit House(PolicySetPointer set, DoorKind kind = DoorKind::validate)
      : policies(std::move(set)), door(kind, policies, metrics) {}

  /// The answer to a body; `status` is what HTTP would say.
  std::string answer(std::string body) {
    const std::size_t size = body.size();
    body.append(kPadding, ' ');
    std::string out;
    status = door.answer({body.data(), size}, out);
    return out;
  }

  std::string answer(const sparkgate::Review& review) { return answer(review.json().dump()); }
  bool has(const std::string& line) const {
    return ("\n" + metrics.text()).find("\n" + line + "\n") != std::string::npos;
  }

  Metrics metrics;
  Snapshot<decision::PolicySet> policies;
  Door door;
  int status = 0;
};

PolicySetPointer strict() {
  return policy("{rules: [{name: r, images: {allow: [a/b]}}]}");
}

TEST(Door, SaysWhatTheLibrarySays) {
  House house(strict());
  EXPECT_EQ(house.answer(minimal("driver")), ask(strict(), minimal("driver")).validate_answer);
  EXPECT_EQ(house.status, 200);
}

TEST(Door, TakesTheSetThatIsPublished) {
  House house(strict());
  EXPECT_NE(house.answer(minimal("driver")).find(R"("allowed":false)"), std::string::npos);
  house.policies.publish(policies(""));
  EXPECT_NE(house.answer(minimal("driver")).find(R"("allowed":true)"), std::string::npos);
}

TEST(Door, AnswersWhatIsNoReviewWith400) {
  House house(strict());
  EXPECT_EQ(
      house.answer("{}"),
      R"({"kind":"Status","apiVersion":"v1","status":"Failure","code":400,"message":"kind is )"
      R"(not AdmissionReview"})");
  EXPECT_EQ(house.status, 400);
}

TEST(Door, CountsDecisionsAndViolations) {
  House house(strict());
  house.answer(minimal("driver"));
  house.answer(minimal("driver"));
  house.answer(minimal("executor").set("/spec/containers/0/image", "a/b"));
  EXPECT_TRUE(
      house.has(R"(sparkgate_admission_requests_total{launcher="spark-submit",path="/validate",)"
                R"(role="driver",verdict="denied"} 2)"));
  EXPECT_TRUE(house.has(R"(sparkgate_rule_violations_total{action="deny",policy="p",rule="r"} 2)"));
  EXPECT_NE(house.metrics.text().find(R"(role="executor",verdict="allowed"} 1)"),
            std::string::npos);
  EXPECT_TRUE(house.has(R"(sparkgate_admission_duration_seconds_count{path="/validate"} 3)"));
}

TEST(Door, CountsOperationsByPolicy) {
  House house(policy("{overrides: {both: {spec: {hostname: h, schedulerName: s}}}}"),
              DoorKind::mutate);
  house.answer(minimal("driver"));
  EXPECT_TRUE(
      house.has(R"(sparkgate_patch_operations_total{policy="p"} 3)"));  // and the annotation
}

/// The audit annotation `owner` of an answer; "" when there is none.
std::string owner_of(const std::string& answer) {
  return nlohmann::json::parse(answer)["response"]["auditAnnotations"].value("owner", "");
}

TEST(Door, SaysInTheAuditRecordWhatBecameOfAnOwner) {
  const auto set = policy("{ownerReferences: {executors: adopt}}");
  House mutating(set, DoorKind::mutate);
  const sparkgate::Review ownerless("client-mode-4.1.4-executor-ownerless");
  const std::string owner =
      "pod pyspark-pi-nolabels-driver (uid a5da530d-4f76-43ce-b70a-b51f61513f49), which created it";
  EXPECT_EQ(owner_of(mutating.answer(ownerless)), owner);
  sparkgate::Review again = ownerless;
  again.pod() = ask(set, ownerless).after;
  EXPECT_EQ(owner_of(mutating.answer(again)), owner);
  EXPECT_EQ(
      owner_of(mutating.answer(sparkgate::Review("client-mode-4.1.4-executor-ownerless-unbound"))),
      "none: the caller's token is bound to no pod");
  EXPECT_EQ(owner_of(mutating.answer(minimal("driver"))), "");
  EXPECT_EQ(owner_of(House(set, DoorKind::validate).answer(ownerless)), "");
}

}  // namespace
}  // namespace sparkgate::admission
