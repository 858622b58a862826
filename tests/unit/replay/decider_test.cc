#include "replay/decider.h"

#include <gtest/gtest.h>

#include "admission/answer.h"
#include "cli/asked_pod.h"
#include "support/world.h"

// `replay` says what `dry-run` says.

namespace sparkgate {
namespace {

constexpr char kPolicies[] = R"(apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: p}
spec:
  defaults: {both: {spec: {priorityClassName: high}}}
  overrides: {both: {metadata: {labels: {a: b}}, spec: {tolerations: [{operator: Exists}]}}}
  rules:
  - {name: class, priorityClasses: {deny: [high]}, roles: [executor]}
  - {name: image, action: warn, images: {allow: [a/b]}}
)";

TEST(Decider, SaysOfEveryRecordingWhatTheDoorsSay) {
  const auto set = policies(kPolicies);
  replay::Decider decider(*set);
  int denied = 0;
  for (const std::string& name : recordings()) {
    const Review review(name);
    const cli::Examined examined = ask(set, review);
    const cli::Reading reading(review.json());
    decider.decide(reading.review->request);
    EXPECT_EQ(nlohmann::json::parse(decider.mutated().patch.json()), examined.patch) << name;
    std::string answer;
    admission::append_answer(answer, *reading.review, decider.validated(), set->fingerprint());
    EXPECT_EQ(answer, examined.validate_answer) << name;
    denied += decider.validated().allowed ? 0 : 1;
  }
  EXPECT_GT(denied, 10);
}

}  // namespace
}  // namespace sparkgate
