#include "net/tls.h"

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <memory>
#include <string>

#include "unit/net/test_certificate.h"

namespace sparkgate::net {
namespace {

std::string error_of(const std::string& certificates, const std::string& key) {
  const auto made = TlsContext::from_pem(certificates, key);
  return made.ok() ? "no error" : made.error().message;
}

TEST(TlsContext, TakesAPair) {
  EXPECT_TRUE(TlsContext::from_pem(test_pair().certificate, test_pair().key).ok());
}

TEST(TlsContext, TakesAChainAndTextBetween) {
  const std::string chain =
      "the leaf:\n" + test_pair().certificate + "its issuer:\n" + make_test_pair().certificate;
  const auto made = TlsContext::from_pem(chain, test_pair().key);
  ASSERT_TRUE(made.ok()) << made.error().message;
  SSL* session = made.value()->new_session();
  STACK_OF(X509)* more = nullptr;
  SSL_get0_chain_certs(session, &more);
  EXPECT_EQ(sk_X509_num(more), 1);
  SSL_free(session);
}

TEST(TlsContext, SaysWhatIsWrong) {
  const std::string& certificate = test_pair().certificate;
  const std::string& key = test_pair().key;
  const std::string garbage = "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n";
  EXPECT_EQ(error_of(certificate, make_test_pair().key),
            "the key does not belong to the certificate");
  EXPECT_EQ(error_of("", key), "certificate: no PEM certificate in it (no start line)");
  EXPECT_EQ(error_of("hello", key), "certificate: no PEM certificate in it (no start line)");
  EXPECT_EQ(error_of(key, key), "certificate: no PEM certificate in it (no start line)");
  EXPECT_EQ(error_of(garbage, key), "certificate: no PEM certificate in it (bad base64 decode)");
  EXPECT_EQ(error_of(certificate + garbage, key),
            "certificate: broken behind the first one (bad base64 decode)");
  EXPECT_EQ(error_of(certificate.substr(0, certificate.size() / 2), key),
            "certificate: no PEM certificate in it (bad end line)");
  EXPECT_TRUE(error_of(certificate, "").starts_with("key: no unencrypted PEM private key in it ("));
  EXPECT_TRUE(
      error_of(certificate, certificate).starts_with("key: no unencrypted PEM private key"));
  EXPECT_TRUE(
      error_of(certificate, encrypted(key)).starts_with("key: no unencrypted PEM private key"));
}

TEST(TlsContext, DoesNotParseMoreThan64KiB) {
  const std::string padding(kMaxPemBytes, '\n');
  EXPECT_EQ(error_of(test_pair().certificate + padding, test_pair().key),
            "certificate: larger than 64 KiB");
  EXPECT_EQ(error_of(test_pair().certificate, test_pair().key + padding),
            "key: larger than 64 KiB");
}

/// A client and a server of `context`, shaking hands in memory.
class Handshake {
 public:
  explicit Handshake(const TlsContext& context) : server(context.new_session(), &SSL_free) {
    BIO *server_side = nullptr, *client_side = nullptr;
    BIO_new_bio_pair(&server_side, 0, &client_side, 0);
    SSL_set_bio(server.get(), server_side, server_side);
    SSL_set_bio(client.get(), client_side, client_side);
  }

  bool succeeds() {
    int client_done = 0, server_done = 0;
    for (int round = 0; round < 10 && (client_done != 1 || server_done != 1); ++round) {
      client_done = SSL_connect(client.get());
      server_done = SSL_accept(server.get());
    }
    return client_done == 1 && server_done == 1;
  }

  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> client_context{SSL_CTX_new(TLS_client_method()),
                                                                   &SSL_CTX_free};
  std::unique_ptr<SSL, decltype(&SSL_free)> client{SSL_new(client_context.get()), &SSL_free};
  std::unique_ptr<SSL, decltype(&SSL_free)> server;
};

class TlsHandshake : public ::testing::Test {
 protected:
  std::shared_ptr<const TlsContext> context_ =
      TlsContext::from_pem(test_pair().certificate, test_pair().key).value();
  Handshake handshake_{*context_};
  SSL* client_ = handshake_.client.get();

  /// The protocol chosen when the client offers `wire` (length-prefixed names).
  std::string alpn_for(const std::string& wire) {
    SSL_set_alpn_protos(client_, reinterpret_cast<const unsigned char*>(wire.data()),
                        static_cast<unsigned>(wire.size()));
    if (!handshake_.succeeds()) return "no handshake";
    const unsigned char* chosen = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(client_, &chosen, &size);
    return {reinterpret_cast<const char*>(chosen), size};
  }
};

TEST_F(TlsHandshake, SpeaksTls13) {
  EXPECT_TRUE(handshake_.succeeds());
  EXPECT_STREQ(SSL_get_version(client_), "TLSv1.3");
}

TEST_F(TlsHandshake, SpeaksTls12WithForwardSecrecy) {
  SSL_set_max_proto_version(client_, TLS1_2_VERSION);
  EXPECT_TRUE(handshake_.succeeds());
  EXPECT_TRUE(std::string(SSL_get_cipher_name(client_)).starts_with("ECDHE-ECDSA-"));
}

TEST_F(TlsHandshake, DoesNotSpeakTls11) {
  EXPECT_EQ(SSL_get_min_proto_version(handshake_.server.get()), TLS1_2_VERSION);
  SSL_set_security_level(client_, 0);
  SSL_set_min_proto_version(client_, TLS1_VERSION);
  SSL_set_max_proto_version(client_, TLS1_1_VERSION);
  EXPECT_FALSE(handshake_.succeeds());
}

TEST_F(TlsHandshake, HasNoSuiteWithoutAead) {
  SSL_set_max_proto_version(client_, TLS1_2_VERSION);
  SSL_set_cipher_list(client_,
                      "ECDHE-ECDSA-AES256-SHA384:ECDHE-ECDSA-AES128-SHA:AES128-GCM-SHA256");
  EXPECT_FALSE(handshake_.succeeds());
}

TEST_F(TlsHandshake, SelectsHttp11) {
  EXPECT_EQ(alpn_for("\x08http/1.1"), "http/1.1");
}

TEST_F(TlsHandshake, SelectsHttp11BehindH2) {
  EXPECT_EQ(alpn_for("\x02h2\x08http/1.1"), "http/1.1");
}

TEST_F(TlsHandshake, ServesWhoOffersOnlyOtherProtocols) {
  EXPECT_EQ(alpn_for("\x02h2"), "");
}

TEST_F(TlsHandshake, ServesWhoOffersNone) {
  EXPECT_EQ(alpn_for(""), "");
}

TEST_F(TlsHandshake, GivesNothingToResumeInTls12) {
  SSL_set_max_proto_version(client_, TLS1_2_VERSION);
  ASSERT_TRUE(handshake_.succeeds());
  EXPECT_EQ(SSL_SESSION_is_resumable(SSL_get0_session(client_)), 0);
}

TEST_F(TlsHandshake, GivesNothingToResume) {
  ASSERT_TRUE(handshake_.succeeds());
  char byte;
  SSL_read(client_, &byte, 1);  // tickets would come with the first data
  EXPECT_EQ(SSL_SESSION_is_resumable(SSL_get0_session(client_)), 0);
}

TEST_F(TlsHandshake, DoesNotRenegotiate) {
  SSL_set_max_proto_version(client_, TLS1_2_VERSION);
  ASSERT_TRUE(handshake_.succeeds());
  SSL_renegotiate(client_);
  SSL_do_handshake(client_);
  char byte;
  SSL_read(handshake_.server.get(), &byte, 1);
  SSL_do_handshake(client_);
  EXPECT_EQ(SSL_total_renegotiations(handshake_.server.get()), 0);
  EXPECT_EQ(SSL_get_current_compression(client_), nullptr);
}

TEST_F(TlsHandshake, ASessionOutlivesItsContext) {
  context_.reset();
  EXPECT_TRUE(handshake_.succeeds());
}

}  // namespace
}  // namespace sparkgate::net
