#include "net/gate.h"

#include <gtest/gtest.h>

#include <string>

namespace sparkgate::net {
namespace {

const Routes kRoutes = {{"/mutate", Method::post, {}}, {"/healthz", Method::get, {}}};
constexpr std::size_t kMaxBody = 7 * 1024 * 1024;

/// A head that comes in; each test changes what it is about.
Head good() {
  Head head;
  head.method = "POST";
  head.target = "/mutate";
  head.version = 11;
  head.keep_alive = true;
  head.fields = 3;
  head.host = {1, "sparkgate.spark.svc:443"};
  head.content_length = {1, "10"};
  head.content_type = {1, "application/json"};
  return head;
}

Head good_get() {
  Head head = good();
  head.method = "GET";
  head.target = "/healthz";
  head.content_length = head.content_type = {};
  return head;
}

/// The status of the refusal; 200 when admitted.
int status_of(const Head& head) {
  const auto decision = gate(head, kRoutes, kMaxBody);
  const auto* refusal = std::get_if<Refusal>(&decision);
  return refusal == nullptr ? 200 : refusal->status;
}

template <class Change>
int status_with(Change change) {
  Head head = good();
  change(head);
  return status_of(head);
}

int with_target(std::string_view target) {
  return status_with([&](Head& head) { head.target = target; });
}
int with_host(unsigned count, std::string_view value) {
  return status_with([&](Head& head) { head.host = {count, value}; });
}
int with_length(unsigned count, std::string_view value) {
  return status_with([&](Head& head) { head.content_length = {count, value}; });
}
int with_type(unsigned count, std::string_view value) {
  return status_with([&](Head& head) { head.content_type = {count, value}; });
}
int with_expect(unsigned count, std::string_view value) {
  return status_with([&](Head& head) { head.expect = {count, value}; });
}

TEST(Gate, AdmitsAReview) {
  Head head = good();
  head.target = "/mutate?timeout=10s";
  const auto decision = gate(head, kRoutes, kMaxBody);
  const Admitted& admitted = std::get<Admitted>(decision);
  EXPECT_EQ(admitted.route, &kRoutes[0]);
  EXPECT_EQ(admitted.query, "timeout=10s");
  EXPECT_EQ(admitted.body_bytes, 10U);
  EXPECT_FALSE(admitted.wants_continue);
}

TEST(Gate, AdmitsAGetWithoutABody) {
  const auto decision = gate(good_get(), kRoutes, kMaxBody);
  const Admitted& admitted = std::get<Admitted>(decision);
  EXPECT_EQ(admitted.route, &kRoutes[1]);
  EXPECT_EQ(admitted.query, "");
  EXPECT_EQ(admitted.body_bytes, 0U);
}

TEST(Gate, SpeaksOneVersion) {
  EXPECT_EQ(status_with([](Head& head) { head.version = 11; }), 200);
  EXPECT_EQ(status_with([](Head& head) { head.version = 10; }), 400);
}

TEST(Gate, FoldsSlashesInFrontAndNothingElse) {
  EXPECT_EQ(with_target("//mutate"), 200);
  EXPECT_EQ(with_target("///mutate?x"), 200);
  EXPECT_EQ(with_target("/mutate?"), 200);
  for (const char* target : {"/", "//", "/mutate/", "/Mutate", "/mutate//", "/./mutate",
                             "/a/../mutate", "/%6dutate", "/mutate;a", "/validate", "/?/mutate"}) {
    EXPECT_EQ(with_target(target), 404) << target;
  }
}

TEST(Gate, TakesPlainPathsOnly) {
  for (const char* target : {"", "*", "mutate", "http://host/mutate", "host:443", "/mutate#x",
                             "/mutate?a#b", "/mut\x80te", "/mutate?\x7f"}) {
    EXPECT_EQ(with_target(target), 400) << target;
  }
}

TEST(Gate, WantsOneHost) {
  EXPECT_EQ(with_host(1, "10.0.0.1:8443"), 200);
  EXPECT_EQ(with_host(1, "[fd00::1]:8443"), 200);
  EXPECT_EQ(with_host(1, "[fd00::1]"), 200);
  EXPECT_EQ(with_host(1, "a:"), 200);
  EXPECT_EQ(with_host(0, ""), 400);
  EXPECT_EQ(with_host(2, "a"), 400);
  for (const char* host : {"", "a b", "a,b", "a/b", "user@a", "a?b", "a\x80", ":443", "a:1:2",
                           "a:b", "fd00::1", "[fd00::1", "fd00::1]", "[]", "[a]b"}) {
    EXPECT_EQ(with_host(1, host), 400) << host;
  }
}

TEST(Gate, WantsOneDecimalLength) {
  EXPECT_EQ(with_length(1, "0"), 200);
  EXPECT_EQ(with_length(1, "0010"), 200);
  EXPECT_EQ(with_length(0, ""), 411);
  EXPECT_EQ(with_length(2, "10"), 400);
  for (const char* length : {"", "+3", "-1", "0x3", "3, 3", "3 3", "1e3", "3.0", "3;"}) {
    EXPECT_EQ(with_length(1, length), 400) << length;
  }
}

TEST(Gate, LimitsTheBodyFromItsLength) {
  EXPECT_EQ(with_length(1, "7340032"), 200);
  EXPECT_EQ(with_length(1, "7340033"), 413);
  EXPECT_EQ(with_length(1, "18446744073709551615"), 413);
  EXPECT_EQ(with_length(1, "99999999999999999999999999"), 413);
}

TEST(Gate, RefusesEveryTransferEncoding) {
  for (const char* coding : {"chunked", "gzip", "identity", ""}) {
    EXPECT_EQ(status_with([&](Head& head) {
                head.transfer_encoding = {1, coding};
              }),
              400)
        << coding;
  }
}

TEST(Gate, TakesJsonWithParameters) {
  for (const char* type :
       {"application/json", "Application/JSON", "application/json; charset=utf-8",
        "application/json ;v=1", "application/json;"}) {
    EXPECT_EQ(with_type(1, type), 200) << type;
  }
  for (const char* type : {"", "text/plain", "application/json-patch+json", "application/jsonx",
                           "application/json, text/plain", "*/*", ";application/json"}) {
    EXPECT_EQ(with_type(1, type), 415) << type;
  }
  EXPECT_EQ(with_type(0, ""), 415);
  EXPECT_EQ(with_type(2, "application/json"), 415);
}

TEST(Gate, SaysWhichMethodAPathHas) {
  const auto refusal_of = [](const Head& head) {
    const auto decision = gate(head, kRoutes, kMaxBody);
    return std::get<Refusal>(decision);
  };
  Head head = good();
  for (const char* method : {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "post", "BREW"}) {
    head.method = method;
    EXPECT_EQ(refusal_of(head).status, 405) << method;
    EXPECT_EQ(refusal_of(head).allow, "POST") << method;
  }
  head = good_get();
  head.method = "POST";
  EXPECT_EQ(refusal_of(head).status, 405);
  EXPECT_EQ(refusal_of(head).allow, "GET");
}

TEST(Gate, AGetHasNoBody) {
  Head head = good_get();
  head.content_length = {1, "0"};
  EXPECT_EQ(status_of(head), 200);
  head.content_length = {1, "1"};
  EXPECT_EQ(status_of(head), 400);
}

TEST(Gate, LimitsTheNumberOfFields) {
  EXPECT_EQ(status_with([](Head& head) { head.fields = 64; }), 200);
  EXPECT_EQ(status_with([](Head& head) { head.fields = 65; }), 431);
}

TEST(Gate, UnderstandsOneExpectation) {
  EXPECT_EQ(with_expect(1, "100-continue"), 200);
  EXPECT_EQ(with_expect(1, "100-Continue"), 200);
  EXPECT_EQ(with_expect(2, "100-continue"), 400);
  EXPECT_EQ(with_expect(1, "a miracle"), 400);

  Head head = good();
  head.expect = {1, "100-continue"};
  EXPECT_TRUE(std::get<Admitted>(gate(head, kRoutes, kMaxBody)).wants_continue);
  head.content_length = {1, "0"};
  EXPECT_FALSE(std::get<Admitted>(gate(head, kRoutes, kMaxBody)).wants_continue);
}

TEST(Gate, NeverAnswersWithAServerErrorOrARedirect) {
  for (const char* method : {"GET", "POST", "X"}) {
    for (const char* target : {"/mutate", "/healthz", "/", "x"}) {
      for (const char* length : {"", "0", "10", "99999999"}) {
        for (const char* type : {"", "application/json"}) {
          Head head = good();
          head.method = method;
          head.target = target;
          head.content_length = {*length == 0 ? 0U : 1U, length};
          head.content_type = {1, type};
          const int status = status_of(head);
          EXPECT_TRUE(status == 200 || (status >= 400 && status < 500)) << status;
        }
      }
    }
  }
}

}  // namespace
}  // namespace sparkgate::net
