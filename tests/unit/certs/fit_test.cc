#include "certs/fit.h"

#include <gtest/gtest.h>

#include "fixtures.h"

namespace sparkgate::certs {
namespace {

/// The empty text when it is trusted.
std::string trust_error(const std::string& chain, const std::string& trusted) {
  const Result<void> trust = check_trust(chain_of(chain), chain_of(trusted));
  return trust ? "" : trust.error().message;
}

/// OpenSSL's own words, which change between its versions.
std::string reason(long error) {
  return X509_verify_cert_error_string(error);
}

const std::vector<Extension> kIntermediate = {{NID_basic_constraints, "critical,CA:TRUE"},
                                              {NID_key_usage, "critical,keyCertSign"},
                                              {NID_subject_key_identifier, "hash"}};

TEST(Fit, AKeyFitsItsOwnCertificateOnly) {
  const Issued ca = made_ca();
  const Issued leaf = made_leaf(ca);
  EXPECT_TRUE(key_fits(first_of(leaf.certificate), parse_key(leaf.key).value()));
  EXPECT_FALSE(key_fits(first_of(leaf.certificate), parse_key(ca.key).value()));
}

TEST(Fit, ALeafIsTrustedThroughItsCa) {
  const Issued ca = made_ca();
  const Issued other = made_ca();
  const std::string leaf = made_leaf(ca).certificate;
  EXPECT_EQ(trust_error(leaf, ca.certificate), "");
  EXPECT_EQ(trust_error(leaf, other.certificate),
            reason(X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY));
  EXPECT_EQ(trust_error(leaf, ""), reason(X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY));
}

TEST(Fit, ABundleOfTwoGenerationsTrustsTheLeavesOfBoth) {
  const Issued old_ca = made_ca();
  const Issued new_ca = made_ca();
  const std::string bundle = old_ca.certificate + new_ca.certificate;
  EXPECT_EQ(trust_error(made_leaf(old_ca).certificate, bundle), "");
  EXPECT_EQ(trust_error(made_leaf(new_ca).certificate, bundle), "");
}

TEST(Fit, IntermediatesComeWithTheLeaf) {
  const Issued root = made_foreign({"root", {}, kIntermediate});
  const Issued middle = made_foreign({"middle", {}, kIntermediate}, &root);
  const Issued leaf = made_foreign({"web", {"web.spark.svc"}}, &middle);
  EXPECT_EQ(trust_error(leaf.certificate + middle.certificate, root.certificate), "");
  EXPECT_EQ(trust_error(leaf.certificate, root.certificate),
            reason(X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY));
  EXPECT_EQ(trust_error(leaf.certificate, middle.certificate), "") << "Go needs no root either";
}

TEST(Fit, TheCaOfALeafMaySignNoOtherCa) {
  const Issued ca = made_ca();
  const Issued middle = made_foreign({"middle", {}, kIntermediate}, &ca);
  const Issued leaf = made_foreign({"web", {"web.spark.svc"}}, &middle);
  EXPECT_EQ(trust_error(leaf.certificate + middle.certificate, ca.certificate),
            reason(X509_V_ERR_PATH_LENGTH_EXCEEDED));
}

TEST(Fit, ASelfSignedLeafCanBeItsOwnBundle) {
  const Issued own = made_foreign({"web", {"web.spark.svc"}});
  EXPECT_EQ(trust_error(own.certificate, own.certificate), "");
}

TEST(Fit, ACertificateForClientsIsNoServers) {
  const Issued ca = made_ca();
  const Issued client =
      made_foreign({"web", {"web.spark.svc"}, {{NID_ext_key_usage, "clientAuth"}}}, &ca);
  EXPECT_EQ(trust_error(client.certificate, ca.certificate), reason(X509_V_ERR_INVALID_PURPOSE));
}

TEST(Fit, Sha1IsRefusedAsGoDoes) {
  const Issued ca = made_ca();
  const X509Ptr leaf = first_of(made_leaf(ca).certificate);
  ASSERT_GT(X509_sign(leaf.get(), parse_key(ca.key).value().get(), EVP_sha1()), 0);
  EXPECT_EQ(trust_error(to_pem(leaf), ca.certificate), reason(X509_V_ERR_CA_MD_TOO_WEAK));
}

TEST(Fit, DatesHaveTheirOwnCheck) {
  const Issued ca = issue_ca({Time(), days(1)}).value();
  EXPECT_EQ(trust_error(issue_leaf(ca, {"web", "spark", {}, {}, Time()}).value().certificate,
                        ca.certificate),
            "");
}

TEST(Fit, CoversTheNamesOfTheService) {
  const X509Ptr leaf = first_of(made_leaf(made_ca()).certificate);
  EXPECT_TRUE(covers(leaf, "web.spark.svc"));
  EXPECT_TRUE(covers(leaf, "web"));
  EXPECT_FALSE(covers(leaf, "web.spark.svc.cluster.local"));
  EXPECT_FALSE(covers(leaf, "web.other.svc"));
  EXPECT_FALSE(covers(leaf, "spark.svc"));
}

TEST(Fit, AStarIsOneWholeLabel) {
  const X509Ptr leaf = first_of(made_foreign({"x", {"*.spark.svc", "w*.other.svc"}}).certificate);
  EXPECT_TRUE(covers(leaf, "web.spark.svc"));
  EXPECT_FALSE(covers(leaf, "a.web.spark.svc"));
  EXPECT_FALSE(covers(leaf, "web.other.svc"));
}

TEST(Fit, TheSubjectIsNoName) {
  EXPECT_FALSE(covers(first_of(made_foreign({"web.spark.svc"}).certificate), "web.spark.svc"));
}

TEST(Fit, ANameCutByNulIsNotTheShorterName) {
  const std::string hostile("web.spark.svc\0.evil", 19);
  EXPECT_FALSE(covers(first_of(made_foreign({"x", {hostile}}).certificate), "web.spark.svc"));
}

}  // namespace
}  // namespace sparkgate::certs
