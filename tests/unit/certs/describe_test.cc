#include "certs/describe.h"

#include <gtest/gtest.h>

#include "fixtures.h"

namespace sparkgate::certs {
namespace {

// openssl req -x509 -subj '/O=Größe, Ltd/CN=web' -set_serial 0x0A1B2C3D -addext 'subjectAltName=
// DNS:web,DNS:*.apps.example,IP:10.0.0.7,IP:fd00::7,URI:spiffe://x/y,email:a@b'; the values below
// are those that `openssl x509` prints.
constexpr char kOpensslMade[] =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIB2jCCAX+gAwIBAgIEChssPTAKBggqhkjOPQQDAjAlMRUwEwYDVQQKDAxHcsO2\n"
    "w59lLCBMdGQxDDAKBgNVBAMMA3dlYjAeFw0yNjExMjExMzI0MzVaFw0zNjExMTgx\n"
    "MzI0MzVaMCUxFTATBgNVBAoMDEdyw7bDn2UsIEx0ZDEMMAoGA1UEAwwDd2ViMFkw\n"
    "EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEX/AObWTrTifEwyj4UtCXKrW/QlLZqjZP\n"
    "d8T4PzZfkTTX9qrNlAOiw11x5X8Rf/zffSScMvTGJmjPIygE/KeB86OBnDCBmTAd\n"
    "BgNVHQ4EFgQUGT+V7AUeYXvcXzSQ0pD+/TwDaS0wHwYDVR0jBBgwFoAUGT+V7AUe\n"
    "YXvcXzSQ0pD+/TwDaS0wSQYDVR0RBEIwQIIDd2Vigg4qLmFwcHMuZXhhbXBsZYcE\n"
    "CgAAB4cQ/QAAAAAAAAAAAAAAAAAAB4YMc3BpZmZlOi8veC95gQNhQGIwDAYDVR0T\n"
    "AQH/BAIwADAKBggqhkjOPQQDAgNJADBGAiEA1+pL49MkAqSkpAj0UpZFxhZzooPF\n"
    "WkPR2e1rRP/DvZkCIQCfddYdTcjuJJA83S2oAg8CnQ+xABI1thwBj5IKEYhM8Q==\n"
    "-----END CERTIFICATE-----\n";

Description described(const std::string& pem) {
  return describe(first_of(pem)).value();
}

TEST(Describe, SaysWhatOpensslSays) {
  const Description d = described(kOpensslMade);
  EXPECT_EQ(d.subject, R"(O = "Gr\C3\B6\C3\9Fe, Ltd", CN = web)");
  EXPECT_EQ(d.issuer, d.subject);
  EXPECT_EQ(d.serial, "0A1B2C3D");
  EXPECT_EQ(d.dns_names, (std::vector<std::string>{"web", "*.apps.example"}));
  EXPECT_EQ(d.ip_addresses, (std::vector<std::string>{"10.0.0.7", "fd00::7"}));
  EXPECT_EQ(utc_text(d.not_before), "2026-11-21T13:24:35Z");
  EXPECT_EQ(utc_text(d.not_after), "2036-11-18T13:24:35Z");
  EXPECT_EQ(d.sha256,
            "25:DF:F6:DA:03:15:5E:48:34:37:1E:03:E4:2C:0A:8A:41:DF:DF:68:8E:BB:9F:C1:E6:53:A0:47:"
            "8D:DD:91:7B");
  EXPECT_FALSE(d.is_ca);
}

TEST(Describe, KnowsACa) {
  EXPECT_TRUE(described(made_ca().certificate).is_ca);
}

TEST(Describe, EscapesHostileNames) {
  const Description d = described(
      made_foreign({"a\n\x1b[31mred", {std::string("good\0.evil", 10), "a\r\nb", "w\xc3\xa9"}})
          .certificate);
  EXPECT_EQ(d.subject, R"(O = sparkgate, CN = a\0A\1B[31mred)");
  EXPECT_EQ(d.dns_names,
            (std::vector<std::string>{R"(good\x00.evil)", R"(a\x0D\x0Ab)", R"(w\xC3\xA9)"}));
}

TEST(Describe, FailsOnDatesThatAreNone) {
  const X509Ptr certificate = first_of(made_ca().certificate);
  ASN1_STRING_set(X509_getm_notAfter(certificate.get()), "soon", 4);
  EXPECT_EQ(describe(certificate).error().message, "a date in the certificate cannot be read");
}

}  // namespace
}  // namespace sparkgate::certs
