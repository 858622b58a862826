#include "certs/serving.h"

#include <gtest/gtest.h>

#include "fixtures.h"

namespace sparkgate::certs {
namespace {

/// Why clients refuse it; the empty text when they do not.
std::string refused(const std::string& pem, Time now = kNow) {
  const Result<Serving> serving = read_serving(pem, now);
  EXPECT_TRUE(serving.ok()) << serving.error().message;
  return serving->refused_because.value_or("");
}

TEST(Serving, ALeafServesBetweenItsDates) {
  const std::string leaf = made_leaf(made_ca()).certificate;
  EXPECT_EQ(refused(leaf), "");
  EXPECT_EQ(refused(leaf, kNow - kBackdated), "");
  EXPECT_EQ(refused(leaf, kNow - kBackdated - seconds(1)),
            "it is not valid before " + utc_text(kNow - kBackdated));
  EXPECT_EQ(refused(leaf, kNow + kLeafLife - seconds(1)), "");
  EXPECT_EQ(refused(leaf, kNow + kLeafLife), "it expired on " + utc_text(kNow + kLeafLife));
  EXPECT_EQ(read_serving(leaf, kNow)->not_after, kNow + kLeafLife);
}

TEST(Serving, ACaIsNoServer) {
  EXPECT_EQ(refused(made_ca().certificate), "it is the certificate of a CA, not of a server");
}

TEST(Serving, ASelfSignedOneWithANameIs) {
  const std::vector<Extension> ca = {{NID_basic_constraints, "critical,CA:TRUE"}};
  EXPECT_EQ(refused(made_foreign({"web", {"web.spark.svc"}, ca}).certificate), "");
}

TEST(Serving, ACommonNameIsNotEnough) {
  EXPECT_EQ(refused(made_foreign({"web.spark.svc"}).certificate),
            "it has no subject alternative name, and a common name does not count");
}

TEST(Serving, AClientsCertificateIsNotOfAServer) {
  const std::vector<Extension> client = {{NID_ext_key_usage, "clientAuth"}};
  const std::vector<Extension> both = {{NID_ext_key_usage, "clientAuth,serverAuth"}};
  EXPECT_EQ(refused(made_foreign({"web", {"web.spark.svc"}, client}).certificate),
            "its extended key usage is not for servers");
  EXPECT_EQ(refused(made_foreign({"web", {"web.spark.svc"}, both}).certificate), "");
}

TEST(Serving, OnlyTheFirstCounts) {
  const Issued ca = made_ca();
  EXPECT_EQ(refused(made_leaf(ca).certificate + ca.certificate), "");
  EXPECT_EQ(refused(ca.certificate + made_leaf(ca).certificate),
            "it is the certificate of a CA, not of a server");
}

TEST(Serving, SomethingMustBeThere) {
  EXPECT_EQ(read_serving("", kNow).error().message, "no PEM certificate in it");
  EXPECT_EQ(read_serving(made_ca().key, kNow).error().message, "no PEM certificate in it");
}

}  // namespace
}  // namespace sparkgate::certs
