#include "certs/inspect.h"

#include <gtest/gtest.h>

#include "fixtures.h"

namespace sparkgate::certs {
namespace {

using Findings = std::vector<std::string>;

const std::string kHost = "web.spark.svc";

/// A folder as `certs init` leaves it, to be changed and looked at.
struct Fixture {
  Issued ca = made_ca();
  Issued leaf = made_leaf(ca);
  std::vector<PemFile> files = {{"tls/ca.crt", ca.certificate},
                                {"tls/ca.key", ca.key},
                                {"tls/tls.crt", leaf.certificate},
                                {"tls/tls.key", leaf.key}};
  InspectRequest request = {kNow, kHost};

  std::string& pem(const std::string& name) {
    for (PemFile& file : files) {
      if (file.name == "tls/" + name) return file.pem;
    }
    return files.emplace_back(PemFile{"tls/" + name, ""}).pem;
  }
  void remove(const std::string& name) {
    std::erase_if(files, [&](const PemFile& file) { return file.name == "tls/" + name; });
  }
  Inspection inspection() const { return inspect(files, request).value(); }
  Findings findings() const { return inspection().findings; }
  std::string error() const { return inspect(files, request).error().message; }
};

TEST(Inspect, FindsNothingWhereAllFits) {
  const Inspection all = Fixture().inspection();
  EXPECT_EQ(all.findings, Findings{});
  ASSERT_EQ(all.certificates.size(), 2U);
  const InspectedCertificate& ca = all.certificates[0];
  EXPECT_EQ(ca.name, "tls/ca.crt");
  EXPECT_FALSE(ca.serving);
  EXPECT_EQ(ca.days_left, 3650);
  EXPECT_EQ(ca.key_fits, true);
  EXPECT_EQ(ca.chains_to_ca, std::nullopt);
  EXPECT_EQ(ca.covers_host, std::nullopt);
  const InspectedCertificate& leaf = all.certificates[1];
  EXPECT_EQ(leaf.name, "tls/tls.crt");
  EXPECT_TRUE(leaf.serving);
  EXPECT_EQ(leaf.description.subject, "O = sparkgate, CN = web");
  EXPECT_EQ(leaf.days_left, 365);
  EXPECT_EQ(leaf.key_fits, true);
  EXPECT_EQ(leaf.chains_to_ca, true);
  EXPECT_EQ(leaf.covers_host, true);
}

TEST(Inspect, ComparesOnlyWhatIsThere) {
  Fixture f;
  f.request.host = "";
  f.remove("ca.crt");
  f.remove("ca.key");
  f.remove("tls.key");
  const Inspection all = f.inspection();
  EXPECT_EQ(all.findings, Findings{});
  ASSERT_EQ(all.certificates.size(), 1U);
  EXPECT_EQ(all.certificates[0].key_fits, std::nullopt);
  EXPECT_EQ(all.certificates[0].chains_to_ca, std::nullopt);
  EXPECT_EQ(all.certificates[0].covers_host, std::nullopt);
}

TEST(Inspect, FindsAnEndThatIsNear) {
  Fixture f;
  f.request.now = kNow + days(335);
  EXPECT_EQ(f.findings(), Findings{});
  f.request.now += seconds(1);
  EXPECT_EQ(f.findings(), Findings{"tls/tls.crt expires on 2027-11-21T06:41:47Z, days left: 29"});
}

TEST(Inspect, FindsAnEndThatHasCome) {
  Fixture f;
  f.request.now = kNow + days(365);
  EXPECT_EQ(f.findings(), Findings{"tls/tls.crt expired on 2027-11-21T06:41:47Z"});
  f.request.now = kNow + days(3651);
  EXPECT_EQ(f.findings(), (Findings{"tls/ca.crt expired on 2036-11-18T06:41:47Z",
                                    "tls/tls.crt expired on 2027-11-21T06:41:47Z"}));
}

TEST(Inspect, FindsABeginningThatIsAhead) {
  Fixture f;
  f.remove("ca.crt");
  f.remove("ca.key");
  f.request.now = kNow - kBackdated;
  EXPECT_EQ(f.findings(), Findings{});
  f.request.now -= seconds(1);
  EXPECT_EQ(f.findings(), Findings{"tls/tls.crt is not valid before 2026-11-21T06:31:47Z"});
}

TEST(Inspect, FindsAKeyOfAnotherCertificate) {
  Fixture f;
  f.pem("tls.key") = made_leaf(f.ca).key;
  const Inspection all = f.inspection();
  EXPECT_EQ(all.findings, Findings{"the key in tls/tls.key does not belong to tls/tls.crt"});
  EXPECT_EQ(all.certificates[0].key_fits, true);
  EXPECT_EQ(all.certificates[1].key_fits, false);
}

TEST(Inspect, FindsKeysThatWereSwapped) {
  Fixture f;
  std::swap(f.pem("tls.key"), f.pem("ca.key"));
  EXPECT_EQ(f.findings(), (Findings{"the key in tls/ca.key does not belong to tls/ca.crt",
                                    "the key in tls/tls.key does not belong to tls/tls.crt"}));
}

TEST(Inspect, FindsTheCaOfAnotherGeneration) {
  Fixture f;
  f.remove("ca.key");
  f.pem("ca.crt") = made_ca().certificate;
  const Inspection all = f.inspection();
  EXPECT_EQ(all.findings, Findings{"tls/tls.crt does not chain to tls/ca.crt: "
                                   "unable to get local issuer certificate"});
  EXPECT_EQ(all.certificates[1].chains_to_ca, false);
}

TEST(Inspect, TakesABundleOfTwoGenerations) {
  Fixture f;
  f.remove("ca.key");
  f.pem("ca.crt") = made_ca().certificate + f.ca.certificate;
  const Inspection all = f.inspection();
  EXPECT_EQ(all.findings, Findings{});
  ASSERT_EQ(all.certificates.size(), 3U);
  EXPECT_EQ(all.certificates[1].name, "tls/ca.crt #2");
  EXPECT_EQ(all.certificates[1].description.subject, all.certificates[2].description.issuer);
}

TEST(Inspect, TrustsAnyCaAmongTheFiles) {
  Fixture f;
  f.pem("other-ca.crt") = made_ca().certificate;
  EXPECT_EQ(f.findings(), Findings{});
  f.pem("tls.crt") = made_leaf(made_ca()).certificate;
  f.remove("tls.key");
  EXPECT_EQ(f.findings(), Findings{"tls/tls.crt does not chain to tls/ca.crt or tls/other-ca.crt: "
                                   "unable to get local issuer certificate"});
}

TEST(Inspect, FindsAServiceThatIsNotNamed) {
  Fixture f;
  f.request.host = "web.other.svc";
  const Inspection all = f.inspection();
  EXPECT_EQ(all.findings,
            Findings{"tls/tls.crt does not name web.other.svc; kube-apiserver refuses it"});
  EXPECT_EQ(all.certificates[1].covers_host, false);
}

TEST(Inspect, FindsACertificateWithoutNames) {
  Fixture f;
  f.files = {{"web.pem", made_foreign({"web.spark.svc"}).certificate}};
  f.request.host = "";
  EXPECT_EQ(f.findings(),
            Findings{"web.pem has no subject alternative name; kube-apiserver refuses it"});
}

TEST(Inspect, FindsThatNobodyCouldNameTheService) {
  Fixture f;
  f.remove("tls.crt");
  f.remove("tls.key");
  EXPECT_EQ(f.findings(),
            Findings{"no certificate of a server here that could name web.spark.svc"});
}

TEST(Inspect, TlsCrtIsAServersEvenIfItSaysCa) {
  Fixture f;
  const Issued own = made_foreign({"web", {kHost}, {{NID_basic_constraints, "critical,CA:TRUE"}}});
  f.files = {{"ca.crt", own.certificate}, {"tls.crt", own.certificate}, {"tls.key", own.key}};
  const Inspection all = f.inspection();
  EXPECT_EQ(all.findings, Findings{});
  EXPECT_FALSE(all.certificates[0].serving);
  EXPECT_TRUE(all.certificates[1].serving);
  EXPECT_EQ(all.certificates[1].key_fits, true);
}

TEST(Inspect, AKeyOfNoCertificatesNameIsTheServers) {
  Fixture f;
  f.files = {
      {"ca.pem", f.ca.certificate}, {"key.pem", f.leaf.key}, {"web.pem", f.leaf.certificate}};
  EXPECT_EQ(f.findings(), Findings{});
  f.files.pop_back();
  f.request.host = "";
  EXPECT_EQ(f.findings(), Findings{"the key in key.pem does not belong to ca.pem"});
}

TEST(Inspect, ReadsCertificateAndKeyInOneFile) {
  Fixture f;
  f.files = {{"ca.crt", f.ca.certificate}, {"web.pem", f.leaf.key + f.leaf.certificate}};
  const Inspection all = f.inspection();
  EXPECT_EQ(all.findings, Findings{});
  EXPECT_EQ(all.certificates[1].key_fits, true);
}

TEST(Inspect, AKeyInACertificatesFileIsThatCertificates) {
  Fixture f;
  const Issued other = made_leaf(f.ca);
  f.files = {{"tls.crt", f.leaf.certificate}, {"other.pem", other.certificate + other.key}};
  EXPECT_EQ(f.findings(), Findings{});
  f.files[1].pem = other.certificate + f.leaf.key;
  EXPECT_EQ(f.findings(), Findings{"the key in other.pem does not belong to other.pem"});
}

TEST(Inspect, OneKeyThatFitsDoesNotHideOneThatDoesNot) {
  Fixture f;
  f.files = {{"wrong.pem", f.ca.key}, {"tls.crt", f.leaf.certificate}, {"tls.key", f.leaf.key}};
  const Inspection all = f.inspection();
  EXPECT_EQ(all.findings, Findings{"the key in wrong.pem does not belong to tls.crt"});
  EXPECT_EQ(all.certificates[0].key_fits, false);
}

TEST(Inspect, OnlyTheFirstOfAChainIsTheServers) {
  Fixture f;
  f.pem("tls.crt") = f.leaf.certificate + f.ca.certificate;
  const Inspection all = f.inspection();
  EXPECT_EQ(all.findings, Findings{});
  ASSERT_EQ(all.certificates.size(), 3U);
  EXPECT_EQ(all.certificates[2].name, "tls/tls.crt #2");
  EXPECT_FALSE(all.certificates[2].serving);
  EXPECT_EQ(all.certificates[2].key_fits, std::nullopt);
  EXPECT_EQ(all.certificates[2].covers_host, std::nullopt);
}

TEST(Inspect, SaysWhichFileCannotBeRead) {
  Fixture f;
  f.pem("tls.crt").resize(100);
  EXPECT_EQ(f.error(), "tls/tls.crt: PEM text is broken or cut off; certificates before that: 0");
  f.pem("tls.crt") = "hello\n";
  EXPECT_EQ(f.error(), "tls/tls.crt: no certificate and no private key in it");
  f.pem("tls.crt") = f.leaf.certificate;
  f.pem("tls.key").resize(100);
  EXPECT_EQ(f.error(), "tls/tls.key: PEM text is broken or cut off; certificates before that: 0");
  f.pem("tls.key") = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
  EXPECT_EQ(f.error(), "tls/tls.key: private key is broken, cut off or of an unknown kind");
}

TEST(Inspect, NeedsACertificate) {
  Fixture f;
  f.files = {{"tls.key", f.leaf.key}};
  EXPECT_EQ(f.error(), "no certificate in any of these files");
  f.files = {};
  EXPECT_EQ(f.error(), "no certificate in any of these files");
}

}  // namespace
}  // namespace sparkgate::certs
