#include "admission/door.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "base/log.h"
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

/// A check with a fault: it throws what it read.
class Faulty final : public decision::Check {
 public:
  void run(const decision::Subject& subject, decision::Findings& findings) const override {
    findings.push_back({"metadata", "", "", "metadata"});
    if (subject.labels["faulty"].present()) throw std::runtime_error(subject.pod.json());
  }
};

PolicySetPointer faulty() {
  auto one = std::make_unique<decision::Policy>();
  one->name = "p";
  one->rules.emplace_back();
  one->rules.back().name = "r";
  one->rules.back().check = std::make_unique<Faulty>();
  decision::Policies all;
  all.push_back(std::move(one));
  return std::make_shared<decision::PolicySet>(std::move(all), "f");
}

sparkgate::Review crashing(const std::string& uid) {
  return minimal("driver").set("/metadata/labels/faulty", "s3cret").set_request("/uid", uid);
}

TEST(Door, AnswersWhatADecisionThrowsWith500AndServesOn) {
  House house(faulty());
  const std::string before = house.answer(minimal("driver"));
  EXPECT_EQ(
      house.answer(crashing("u-1")),
      R"({"kind":"Status","apiVersion":"v1","status":"Failure","code":500,"message":"internal )"
      R"(error while deciding on request u-1"})");
  EXPECT_EQ(house.status, 500);
  EXPECT_TRUE(house.has(R"(sparkgate_crashes_total{path="/validate"} 1)"));
  EXPECT_EQ(house.answer(minimal("driver")), before);
  EXPECT_EQ(house.status, 200);
  EXPECT_TRUE(house.has(R"(sparkgate_rule_violations_total{action="deny",policy="p",rule="r"} 2)"));
}

TEST(Door, AnswersNoEndlessUid) {
  House house(faulty());
  EXPECT_NE(house.answer(crashing(std::string(8193, 'u'))).find("the uid is longer than any"),
            std::string::npos);
  EXPECT_EQ(house.status, 400);
  house.answer(crashing(std::string(8192, 'u')));
  EXPECT_EQ(house.status, 500);
}

TEST(Door, LogsACrashInOneLineThatHasNothingOfThePod) {
  House house(faulty());
  open_log(LogLevel::info, LogFormat::json);
  testing::internal::CaptureStderr();
  house.answer(crashing("u-1"));
  close_log();
  const std::string logged = testing::internal::GetCapturedStderr();
  EXPECT_NE(logged.find(R"("level":"error","event":"crash","path":"/validate","uid":"u-1"})"),
            std::string::npos)
      << logged;
  EXPECT_EQ(logged.find("s3cret"), std::string::npos);
  EXPECT_EQ(std::count(logged.begin(), logged.end(), '\n'), 1);
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
