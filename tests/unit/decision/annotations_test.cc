#include "decision/annotations.h"

#include <gtest/gtest.h>

#include "support/world.h"

// What we write on a pod that we changed, when we are asked more than once.

namespace sparkgate {
namespace {

using nlohmann::json;

PolicySetPointer two_policies() {
  return policies(R"(
apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: a}
spec: {overrides: {driver: {metadata: {labels: {from: a}}}}}
---
apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: b}
spec: {overrides: {driver: {spec: {schedulerName: yunikorn}}}}
)");
}

Review changed(const PolicySetPointer& set) {
  Review review = minimal("driver");
  review.pod() = review.pod().patch(ask(set, review).patch);
  return review;
}

std::string applied(const Review& review) {
  return review.json()["request"]["object"]["metadata"]["annotations"]["sparkgate.dev/applied"];
}

TEST(Annotations, PoliciesOfAnEarlierCallStayNamed) {
  const auto set = two_policies();
  Review review = changed(set);
  EXPECT_EQ(applied(review), "a,b@" + set->fingerprint());
  review.erase("/metadata/labels/from");
  EXPECT_EQ(lines(ask(set, review).patch),
            std::vector<std::string>{R"(add /metadata/labels/from "a")"});
  review.set("/metadata/annotations/sparkgate.dev~1applied", "b@" + set->fingerprint());
  EXPECT_EQ(lines(ask(set, review).patch).back(),
            "add /metadata/annotations/sparkgate.dev~1applied \"a,b@" + set->fingerprint() + "\"");
}

TEST(Annotations, PoliciesOfAnotherSetAreForgotten) {
  const auto set = two_policies();
  Review review = changed(set);
  review.erase("/metadata/labels/from");
  review.set("/metadata/annotations/sparkgate.dev~1applied", "b,c@0123456789abcdef");
  EXPECT_EQ(lines(ask(set, review).patch).back(),
            "add /metadata/annotations/sparkgate.dev~1applied \"a@" + set->fingerprint() + "\"");
}

// Fuzzing found this: a driver known by what it runs, made by no API server.
TEST(Annotations, ThereAreNoneForAPodWithoutMetadata) {
  const auto set = policy(R"(
recognise: {clientMode: true}
overrides:
  driver: {metadata: {annotations: {from: p}}, spec: {schedulerName: yunikorn}}
)");
  Review review = minimal("driver");
  review.erase("/metadata")
      .set("/spec/containers/0/args",
           json::array({"spark-submit", "--master", "k8s://https://api"}));
  EXPECT_EQ(lines(ask(set, review).patch),
            std::vector<std::string>{R"(replace /spec/schedulerName "yunikorn")"});
}

}  // namespace
}  // namespace sparkgate
