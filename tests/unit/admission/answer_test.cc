#include "admission/answer.h"

#include <gtest/gtest.h>

#include "support/world.h"

// Whole answers, byte for byte: kube-apiserver takes no other.

namespace sparkgate {
namespace {

Review tiny() {
  Review review = minimal("driver");
  review.set_request("/uid", "u-1");
  return review;
}

TEST(Answer, ToAPodThatNeedsNothing) {
  const auto set = policies("");
  const cli::Examined examined = ask(set, tiny());
  EXPECT_EQ(
      examined.mutate_answer,
      R"({"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","response":{"uid":"u-1",)"
      R"("allowed":true,"auditAnnotations":{"fingerprint":")" +
          set->fingerprint() + R"(","policies":""}}})");
  EXPECT_EQ(examined.validate_answer, examined.mutate_answer);
}

TEST(Answer, WithAPatch) {
  const auto set = policy("{overrides: {both: {spec: {hostname: h}}}}");
  const cli::Examined examined = ask(set, tiny().set("/metadata/annotations/a", "b"));
  EXPECT_EQ(examined.patch.dump(),
            R"([{"op":"add","path":"/spec/hostname","value":"h"},{"op":"add",)"
            R"("path":"/metadata/annotations/sparkgate.dev~1applied","value":"p@)" +
                set->fingerprint() + R"("}])");
  EXPECT_NE(examined.mutate_answer.find(R"("allowed":true,"patch":"W3sib3AiOiJhZGQi)"),
            std::string::npos);
  EXPECT_NE(examined.mutate_answer.find(
                R"(","patchType":"JSONPatch","auditAnnotations":{"fingerprint":")" +
                set->fingerprint() + R"(","policies":"p","operations":"2"}}})"),
            std::string::npos);
}

TEST(Answer, OfARefusal) {
  const auto set = policy("{rules: [{name: r, message: nope, images: {allow: [a/b]}}]}");
  EXPECT_EQ(
      ask(set, tiny()).validate_answer,
      R"({"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","response":{"uid":"u-1",)"
      R"("allowed":false,"status":{"status":"Failure","message":"policy p refuses this Spark )"
      R"(driver in namespace spark-jobs (1 rule; Spark's RBAC hint above is not the cause):\n )"
      R"(r: nope","reason":"Forbidden","details":{"causes":[{"reason":"r","message":"nope",)"
      R"("field":"spec.containers[0].image"}]},"code":403},"auditAnnotations":{"fingerprint":")" +
          set->fingerprint() +
          R"(","policies":"p","violations":"p/r deny spec.containers[0].image"}}})");
}

TEST(Answer, EchoesVersionAndUid) {
  Review review = tiny();
  review.set_request("/uid", "a\"b\\c\n");
  nlohmann::json json = review.json();
  json["apiVersion"] = "admission.k8s.io/v1beta1";
  const auto answer =
      nlohmann::json::parse(cli::examine({"x", 1, json, ""}, *policies("")).mutate_answer);
  EXPECT_EQ(answer["apiVersion"], "admission.k8s.io/v1beta1");
  EXPECT_EQ(answer["response"]["uid"], "a\"b\\c\n");
}

TEST(Answer, DryRunIsNoDifferent) {
  const auto set = policy("{overrides: {both: {spec: {hostname: h}}}}");
  EXPECT_EQ(ask(set, tiny().set_request("/dryRun", true)).mutate_answer,
            ask(set, tiny().set_request("/dryRun", false)).mutate_answer);
}

TEST(Answer, ToWhatIsNoPod) {
  Review binding = tiny();
  binding.set_request("/kind/kind", "Binding").set_request("/subResource", "binding");
  const cli::Examined examined =
      ask(policy("{match: {pods: all}, rules: [{name: r, images: {allow: [a/b]}}]}"), binding);
  EXPECT_TRUE(examined.allowed);
  EXPECT_EQ(examined.mutate_answer.find("policies"), std::string::npos);
}

TEST(Failure, IsAKubernetesStatus) {
  std::string out;
  admission::append_failure(out, 400, "not \"JSON\"");
  EXPECT_EQ(
      out,
      R"({"kind":"Status","apiVersion":"v1","status":"Failure","code":400,"message":"not \"JSON\""})");
}

}  // namespace
}  // namespace sparkgate
