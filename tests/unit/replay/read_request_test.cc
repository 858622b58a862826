#include "replay/read_request.h"

#include <gtest/gtest.h>

#include "unit/replay/parsed_json.h"

namespace sparkgate::replay {
namespace {

/// An audit event of a pod's creation with members in the place of `VERB` and behind it.
std::string event(std::string_view verb, std::string_view about, std::string_view rest) {
  return R"({"kind":"Event","apiVersion":"audit.k8s.io/v1","verb":")" + std::string(verb) +
         R"(","objectRef":{"namespace":"n")" + std::string(about) + "}" + std::string(rest) + "}";
}

constexpr char kPods[] = R"(,"resource":"pods")";
constexpr char kRest[] = R"(,"stage":"ResponseComplete","user":{"username":"u","groups":["g"]},)"
                         R"("requestObject":{"metadata":{"generateName":"p-"}})";

/// The reason why it is skipped, or the error.
std::string said(const std::string& text) {
  const ParsedJson json(text);
  const Result<Asked> asked = read_request(json.view());
  return asked ? std::string(text_of(asked->skipped)) : asked.error().message;
}

TEST(ReadRequest, OfAnAuditEvent) {
  const ParsedJson json(event("create", kPods, kRest));
  const Asked asked = read_request(json.view()).value();
  EXPECT_EQ(asked.skipped, Skipped::no);
  EXPECT_EQ(asked.request.namespace_name, "n");
  EXPECT_EQ(asked.request.name, "p-");
  EXPECT_EQ(asked.request.username, "u");
  EXPECT_EQ(asked.request.groups.json(), R"(["g"])");
  EXPECT_TRUE(asked.request.creates_pod());
  EXPECT_EQ(asked.denied_then, std::nullopt);
}

TEST(ReadRequest, OfOneWhoActsAsAnother) {
  const ParsedJson json(
      event("create", kPods, std::string(kRest) + R"(,"impersonatedUser":{"username":"v"})"));
  const Asked asked = read_request(json.view()).value();
  EXPECT_EQ(asked.request.username, "v");
  EXPECT_FALSE(asked.request.groups.present());
}

TEST(ReadRequest, KnowsWhatWasDecidedThen) {
  const auto denied = [](const std::string& annotations) {
    const ParsedJson json(
        event("create", kPods, std::string(kRest) + R"(,"annotations":{)" + annotations + "}"));
    return read_request(json.view()).value().denied_then;
  };
  const std::string fingerprint = R"("drivers.validate.sparkgate.dev/fingerprint":"f")";
  const std::string violations = R"("drivers.validate.sparkgate.dev/violations":)";
  EXPECT_EQ(denied(R"("spark.mutate.sparkgate.dev/fingerprint":"f")"), std::nullopt);
  EXPECT_EQ(denied(fingerprint), false);
  EXPECT_EQ(denied(fingerprint + "," + violations + R"("p/r audit spec")"), false);
  EXPECT_EQ(denied(violations + R"("p/q warn a; p/r deny spec",)" + fingerprint), true);
}

TEST(ReadRequest, SkipsWhatIsNotSentToUs) {
  EXPECT_EQ(said(event("create", R"(,"resource":"configmaps")", kRest)), "not about pods");
  EXPECT_EQ(said(event("create", R"(,"resource":"pods","apiGroup":"metrics.k8s.io")", kRest)),
            "not about pods");
  EXPECT_EQ(said(event("create", R"(,"resource":"pods","subresource":"binding")", kRest)),
            "not about pods");
  EXPECT_EQ(said(event("get", kPods, kRest)), "neither created nor updated");
  EXPECT_EQ(said(event("patch", kPods, kRest)),
            "audit event of an update, which has no pod before");
  EXPECT_EQ(said(event("create", kPods, R"(,"stage":"RequestReceived")")),
            "audit event before its response");
  EXPECT_EQ(said(event("create", kPods, R"(,"stage":"ResponseComplete")")),
            "audit event without a pod");
}

TEST(ReadRequest, OfAPod) {
  const ParsedJson json(R"({"kind":"Pod","metadata":{"name":"p"}})");
  const Asked asked = read_request(json.view()).value();
  EXPECT_EQ(asked.request.namespace_name, "default");
  EXPECT_EQ(asked.request.name, "p");
}

TEST(ReadRequest, OfSomethingElse) {
  EXPECT_EQ(said(R"({"kind":"Event","apiVersion":"v1"})"),
            "is no AdmissionReview, audit event or Pod");
  EXPECT_EQ(said("[]"), "is no AdmissionReview, audit event or Pod");
  EXPECT_EQ(said(R"({"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1"})"),
            "the AdmissionReview has no request");
}

}  // namespace
}  // namespace sparkgate::replay
