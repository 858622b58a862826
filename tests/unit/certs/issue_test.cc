#include "certs/issue.h"

#include <gtest/gtest.h>

#include "certs/describe.h"
#include "certs/fit.h"
#include "fixtures.h"

namespace sparkgate::certs {
namespace {

Description described(const Issued& issued) {
  return describe(first_of(issued.certificate)).value();
}

/// An extension in the words of `openssl x509 -text`, "critical: " before a critical one.
std::string extension(const Issued& issued, int nid) {
  const X509Ptr certificate = first_of(issued.certificate);
  const int index = X509_get_ext_by_NID(certificate.get(), nid, -1);
  if (index < 0) return "absent";
  X509_EXTENSION* found = X509_get_ext(certificate.get(), index);
  const BioPtr bio(BIO_new(BIO_s_mem()));
  X509V3_EXT_print(bio.get(), found, 0, 0);
  return (X509_EXTENSION_get_critical(found) ? "critical: " : "") + text_of(bio.get());
}

std::string leaf_error(const Issued& ca, const LeafRequest& request) {
  return issue_leaf(ca, request).error().message;
}

TEST(IssueCa, MaySignLeavesAndNothingElse) {
  const Issued ca = made_ca();
  EXPECT_EQ(extension(ca, NID_basic_constraints), "critical: CA:TRUE, pathlen:0");
  EXPECT_EQ(extension(ca, NID_key_usage), "critical: Certificate Sign, CRL Sign");
  EXPECT_EQ(extension(ca, NID_subject_key_identifier).size(), 59U);
  EXPECT_EQ(extension(ca, NID_ext_key_usage), "absent");
  EXPECT_EQ(extension(ca, NID_subject_alt_name), "absent");
}

TEST(IssueCa, IsEcdsaP256WithSha256) {
  const Issued ca = made_ca();
  const X509Ptr certificate = first_of(ca.certificate);
  char group[32] = "";
  ASSERT_EQ(
      EVP_PKEY_get_group_name(X509_get0_pubkey(certificate.get()), group, sizeof group, nullptr),
      1);
  EXPECT_STREQ(group, "prime256v1");
  EXPECT_EQ(X509_get_signature_nid(certificate.get()), NID_ecdsa_with_SHA256);
  EXPECT_EQ(X509_get_version(certificate.get()), X509_VERSION_3);
  EXPECT_TRUE(key_fits(certificate, parse_key(ca.key).value()));
}

TEST(IssueCa, LivesTenYearsFromTenMinutesAgo) {
  const Description d = described(made_ca());
  EXPECT_EQ(utc_text(d.not_before), "2026-11-21T06:31:47Z");
  EXPECT_EQ(utc_text(d.not_after), "2036-11-18T06:41:47Z");
}

TEST(IssueCa, OfEachGenerationHasItsOwnNameSerialAndKeyIdentifier) {
  const Issued one = made_ca();
  const Issued two = made_ca();
  const Description d = described(one);
  EXPECT_EQ(d.serial.size(), 32U);
  EXPECT_NE(d.serial, described(two).serial);
  EXPECT_EQ(d.subject, "O = sparkgate, CN = sparkgate CA 2026-11-21 " + d.serial.substr(0, 16));
  EXPECT_EQ(d.issuer, d.subject);
  EXPECT_NE(d.subject, described(two).subject);
  EXPECT_NE(extension(one, NID_subject_key_identifier), extension(two, NID_subject_key_identifier));
}

TEST(IssueLeaf, IsAServerForTheNamesOfItsService) {
  const Issued ca = made_ca();
  const Issued leaf = made_leaf(ca);
  EXPECT_EQ(extension(leaf, NID_subject_alt_name), "DNS:web, DNS:web.spark, DNS:web.spark.svc");
  EXPECT_EQ(extension(leaf, NID_ext_key_usage), "TLS Web Server Authentication");
  EXPECT_EQ(extension(leaf, NID_key_usage), "critical: Digital Signature");
  EXPECT_EQ(extension(leaf, NID_basic_constraints), "critical: CA:FALSE");
  EXPECT_EQ(extension(leaf, NID_authority_key_identifier),
            extension(ca, NID_subject_key_identifier));
  EXPECT_EQ(described(leaf).subject, "O = sparkgate, CN = web");
  EXPECT_EQ(described(leaf).issuer, described(ca).subject);
  EXPECT_EQ(described(leaf).serial.size(), 32U);
  EXPECT_TRUE(key_fits(first_of(leaf.certificate), parse_key(leaf.key).value()));
  EXPECT_NE(leaf.key, ca.key);
}

TEST(IssueLeaf, MayHaveMoreNamesAndAddresses) {
  LeafRequest request = leaf_request();
  request.dns_names = {"localhost"};
  request.ip_addresses = {"127.0.0.1", "::1"};
  EXPECT_EQ(extension(issue_leaf(made_ca(), request).value(), NID_subject_alt_name),
            "DNS:web, DNS:web.spark, DNS:web.spark.svc, DNS:localhost, IP Address:127.0.0.1, "
            "IP Address:0:0:0:0:0:0:0:1");
}

TEST(IssueLeaf, TakesTheLongestNamesThereAre) {
  LeafRequest request = leaf_request();
  request.service = std::string(63, 's');
  request.name_space = std::string(63, 'n');
  const Description d = described(issue_leaf(made_ca(), request).value());
  EXPECT_EQ(d.dns_names[2], request.service + '.' + request.name_space + ".svc");
}

TEST(IssueLeaf, LivesAYearFromTenMinutesAgo) {
  const Description d = described(made_leaf(made_ca()));
  EXPECT_EQ(utc_text(d.not_before), "2026-11-21T06:31:47Z");
  EXPECT_EQ(utc_text(d.not_after), "2027-11-21T06:41:47Z");
}

TEST(IssueLeaf, NeverOutlivesItsCa) {
  const Issued ca = issue_ca({kNow, days(100)}).value();
  LeafRequest request = leaf_request();
  EXPECT_EQ(described(issue_leaf(ca, request).value()).not_after, kNow + days(100));
  request.life = days(99);
  EXPECT_EQ(described(issue_leaf(ca, request).value()).not_after, kNow + days(99));
}

TEST(IssueLeaf, ReachesBeyond2050) {
  const Issued ca = issue_ca({kNow, days(36500)}).value();
  EXPECT_EQ(utc_text(described(ca).not_after), "2126-10-28T06:41:47Z");
}

TEST(IssueLeaf, RefusesACaThatHasEnded) {
  const Issued ca = issue_ca({kNow - days(10), days(10)}).value();
  EXPECT_EQ(leaf_error(ca, leaf_request()), "CA: it expired on 2026-11-21T06:41:47Z");
}

TEST(IssueLeaf, RefusesWhatIsNoCaWithItsKey) {
  const Issued ca = made_ca();
  const Issued leaf = made_leaf(ca);
  EXPECT_EQ(leaf_error(leaf, leaf_request()), "CA: the certificate is not one of a CA");
  EXPECT_EQ(leaf_error({ca.certificate, leaf.key}, leaf_request()),
            "CA: the key does not belong to the certificate");
  EXPECT_EQ(leaf_error({"", ca.key}, leaf_request()), "CA: there is no certificate in it");
  EXPECT_EQ(leaf_error({ca.certificate, ""}, leaf_request()), "CA: there is no private key in it");
}

TEST(IssueLeaf, RefusesNamesThatAreNone) {
  const Issued ca = made_ca();
  const auto error = [&](auto&& change) {
    LeafRequest request = leaf_request();
    change(request);
    return leaf_error(ca, request);
  };
  EXPECT_EQ(error([](LeafRequest& r) { r.service = "Web"; }).substr(0, 29),
            "service \"Web\" is not a name K");
  EXPECT_EQ(error([](LeafRequest& r) { r.name_space = "a,DNS:b"; }).substr(0, 35),
            "namespace \"a,DNS:b\" is not a name K");
  EXPECT_EQ(error([](LeafRequest& r) { r.dns_names = {"a_b"}; }).substr(0, 23),
            "\"a_b\" is not a DNS name");
  EXPECT_EQ(error([](LeafRequest& r) { r.ip_addresses = {"127.0.0"}; }),
            "\"127.0.0\" is not an IP address");
}

}  // namespace
}  // namespace sparkgate::certs
