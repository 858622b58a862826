#include "certs/pem.h"

#include <gtest/gtest.h>
#include <openssl/pem.h>

#include "fixtures.h"

namespace sparkgate::certs {
namespace {

std::string chain_error(const std::string& pem) {
  return parse_chain(pem).error().message;
}
std::string key_error(const std::string& pem) {
  return parse_key(pem).error().message;
}

/// The key as OpenSSL 1.x wrote it ("BEGIN EC PRIVATE KEY"), encrypted when there is a password.
std::string traditional(const KeyPtr& key, std::string password = "") {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  auto* bytes = reinterpret_cast<unsigned char*>(password.data());
  PEM_write_bio_PrivateKey_traditional(bio.get(), key.get(),
                                       password.empty() ? nullptr : EVP_aes_128_cbc(), bytes,
                                       static_cast<int>(password.size()), nullptr, nullptr);
  return text_of(bio.get());
}

std::string encrypted_pkcs8(const KeyPtr& key) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PKCS8PrivateKey(bio.get(), key.get(), EVP_aes_256_cbc(), "secret", 6, nullptr,
                                nullptr);
  return text_of(bio.get());
}

/// Those of `pem` that can be read, together.
std::string readable(const std::string& pem) {
  std::string all;
  for (const X509Ptr& one : readable_certificates(pem)) all += to_pem(one);
  return all;
}

TEST(Pem, OfABrokenBundleWhatCanBeReadIsRead) {
  const std::string one = made_ca().certificate;
  const std::string two = made_ca().certificate;
  EXPECT_EQ(readable(one + two), one + two);
  EXPECT_EQ(readable("a comment\n" + one + made_ca().key + two), one + two);
  EXPECT_EQ(readable(one.substr(0, 100) + "\n" + two), two);
  EXPECT_EQ(readable(one + two.substr(0, 100)), one);
  EXPECT_EQ(readable("-----BEGIN CERTIFICATE-----\n?\n-----END CERTIFICATE-----\n" + two), two);
  EXPECT_EQ(readable("-----END CERTIFICATE-----\n" + one), one);
  EXPECT_EQ(readable(std::string(2 * kMaxPemBytes, '\n') + one), one);
  EXPECT_EQ(readable("-----BEGIN CERTIFICATE-----"), "");
}

// Go, so kube-apiserver, reads no more.
TEST(Pem, ABlockThatSharesALineIsNotRead) {
  const std::string one = made_ca().certificate;
  const std::string bare = one.substr(0, one.size() - 1);
  EXPECT_EQ(readable("x" + one), "");
  EXPECT_EQ(readable(" " + one), "");
  EXPECT_EQ(readable(bare + "x\n" + one), one);
  EXPECT_EQ(readable(bare + one), "");
  EXPECT_EQ(readable(bare + " \t\r\n" + one), one + one);
  EXPECT_EQ(readable(bare), one);
}

TEST(Pem, ReadsEveryCertificateInOrder) {
  const Issued one = made_ca();
  const Issued two = made_ca();
  const Chain chain =
      chain_of("a comment\n" + one.certificate + one.key + "another\n" + two.certificate);
  ASSERT_EQ(chain.size(), 2U);
  EXPECT_EQ(to_pem(chain[0]), one.certificate);
  EXPECT_EQ(to_pem(chain[1]), two.certificate);
}

TEST(Pem, WithoutACertificateIsAnEmptyChain) {
  EXPECT_TRUE(chain_of("").empty());
  EXPECT_TRUE(chain_of("hello").empty());
  EXPECT_TRUE(chain_of(made_ca().key).empty());
}

TEST(Pem, RefusesABlockThatIsCutOff) {
  const std::string good = made_ca().certificate;
  EXPECT_EQ(chain_error(good + good.substr(0, good.size() / 2)),
            "PEM text is broken or cut off; certificates before that: 1");
}

TEST(Pem, RefusesABlockThatIsNoCertificate) {
  const std::string message = "PEM text is broken or cut off; certificates before that: 0";
  EXPECT_EQ(chain_error("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"), message);
  EXPECT_EQ(chain_error("-----BEGIN CERTIFICATE-----\n%%%%\n-----END CERTIFICATE-----\n"), message);
}

TEST(Pem, RefusesMoreThan64KiBUnread) {
  const std::string good = made_ca().certificate;
  const std::string padding(kMaxPemBytes - good.size(), '\n');
  EXPECT_EQ(chain_of(padding + good).size(), 1U);
  EXPECT_EQ(chain_error('\n' + padding + good), "larger than 65536 bytes");
  EXPECT_EQ(key_error(std::string(kMaxPemBytes + 1, 'x')), "larger than 65536 bytes");
}

TEST(Pem, ReadsAKeyInAnyUsualForm) {
  const KeyPtr key = std::move(new_key()).value();
  const std::string parameters =
      "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
  EXPECT_EQ(to_pem(parse_key(to_pem(key)).value()), to_pem(key));
  EXPECT_EQ(to_pem(parse_key(parameters + traditional(key)).value()), to_pem(key));
  EXPECT_TRUE(to_pem(key).starts_with("-----BEGIN PRIVATE KEY-----\n"));
  EXPECT_TRUE(traditional(key).starts_with("-----BEGIN EC PRIVATE KEY-----\n"));
}

TEST(Pem, FindsAKeyAfterItsCertificate) {
  const Issued ca = made_ca();
  EXPECT_TRUE(has_key(ca.certificate + ca.key));
  EXPECT_FALSE(has_key(ca.certificate));
  EXPECT_EQ(to_pem(parse_key(ca.certificate + ca.key).value()), ca.key);
}

TEST(Pem, NeverAsksForAPassword) {
  const KeyPtr key = std::move(new_key()).value();
  const std::string message = "private key is encrypted; it is needed without a password";
  EXPECT_EQ(key_error(encrypted_pkcs8(key)), message);
  EXPECT_EQ(key_error(traditional(key, "secret")), message);
}

TEST(Pem, SaysWhyAKeyCannotBeRead) {
  EXPECT_EQ(key_error(""), "there is no private key in it");
  EXPECT_EQ(key_error(made_ca().certificate), "there is no private key in it");
  const std::string good = made_ca().key;
  EXPECT_EQ(key_error(good.substr(0, good.size() / 2)),
            "private key is broken, cut off or of an unknown kind");
}

}  // namespace
}  // namespace sparkgate::certs
