#include "net/tls.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <cstring>
#include <string>

namespace sparkgate::net {
namespace {

template <auto free_it>
struct Free {
  template <class T>
  void operator()(T* object) const {
    free_it(object);
  }
};
using Bio = std::unique_ptr<BIO, Free<BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;

// The suites of TLS 1.3 and the forward-secret AEAD suites of TLS 1.2, in our order of liking.
constexpr char kTls13Suites[] =
    "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";
constexpr char kTls12Suites[] =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

constexpr unsigned char kHttp11[] = "\x08http/1.1";

int select_alpn(SSL*, const unsigned char** chosen, unsigned char* chosen_size,
                const unsigned char* offered, unsigned offered_size, void*) {
  unsigned char* found = nullptr;
  const int result = SSL_select_next_proto(&found, chosen_size, kHttp11, sizeof kHttp11 - 1,
                                           offered, offered_size);
  if (result != OPENSSL_NPN_NEGOTIATED) return SSL_TLSEXT_ERR_NOACK;
  *chosen = found;
  return SSL_TLSEXT_ERR_OK;
}

/// OpenSSL would ask on the terminal.
int no_passphrase(char*, int, int, void*) {
  return 0;
}

/// What OpenSSL says, without its numbers; empties its queue.
std::string openssl_reason() {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason == nullptr ? "unknown reason" : reason;
}

Bio reader(std::string_view text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

Result<void> use_certificates(SSL_CTX* context, std::string_view pem) {
  if (pem.size() > kMaxPemBytes) return Error{"certificate: larger than 64 KiB"};
  const Bio text = reader(pem);
  const Certificate leaf(PEM_read_bio_X509_AUX(text.get(), nullptr, no_passphrase, nullptr));
  if (!leaf) return Error{"certificate: no PEM certificate in it (" + openssl_reason() + ")"};
  if (SSL_CTX_use_certificate(context, leaf.get()) != 1) {
    return Error{"certificate: " + openssl_reason()};
  }
  while (Certificate next{PEM_read_bio_X509(text.get(), nullptr, no_passphrase, nullptr)}) {
    if (SSL_CTX_add0_chain_cert(context, next.get()) != 1) {
      return Error{"certificate: " + openssl_reason()};
    }
    next.release();
  }
  const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  const std::string reason = openssl_reason();
  if (!at_end) return Error{"certificate: broken behind the first one (" + reason + ")"};
  return {};
}

Result<void> use_key(SSL_CTX* context, std::string_view pem) {
  if (pem.size() > kMaxPemBytes) return Error{"key: larger than 64 KiB"};
  const Bio text = reader(pem);
  const Key key(PEM_read_bio_PrivateKey(text.get(), nullptr, no_passphrase, nullptr));
  if (!key) return Error{"key: no unencrypted PEM private key in it (" + openssl_reason() + ")"};
  // OpenSSL drops the certificate when the key is another's: ask first.
  if (X509_check_private_key(SSL_CTX_get0_certificate(context), key.get()) != 1) {
    ERR_clear_error();
    return Error{"the key does not belong to the certificate"};
  }
  if (SSL_CTX_use_PrivateKey(context, key.get()) != 1) return Error{"key: " + openssl_reason()};
  return {};
}

/// Our own certificate is as good as one of those we trust: readiness asks at our own door.
int accept_client(X509_STORE_CTX* verification, void*) {
  const auto* session = static_cast<const SSL*>(
      X509_STORE_CTX_get_ex_data(verification, SSL_get_ex_data_X509_STORE_CTX_idx()));
  if (X509_cmp(SSL_get_certificate(session), X509_STORE_CTX_get0_cert(verification)) != 0) {
    return X509_verify_cert(verification);
  }
  X509_STORE_CTX_set_error(verification, X509_V_OK);
  return 1;
}

Result<void> ask_clients(SSL_CTX* context, const ClientTrust& clients) {
  if (clients.authorities.size() > kMaxPemBytes) return Error{"client CA: larger than 64 KiB"};
  const Bio text = reader(clients.authorities);
  int found = 0;
  while (
      const Certificate authority{PEM_read_bio_X509(text.get(), nullptr, no_passphrase, nullptr)}) {
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context), authority.get());
    ++found;
  }
  const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  const std::string reason = openssl_reason();
  if (!at_end) return Error{"client CA: broken (" + reason + ")"};
  if (found == 0) return Error{"client CA: no PEM certificate in it"};
  X509_VERIFY_PARAM* rules = SSL_CTX_get0_param(context);
  // As in Go, what is in the file is trusted, a root or not.
  X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_PARTIAL_CHAIN);
  X509_VERIFY_PARAM_set_hostflags(
      rules, X509_CHECK_FLAG_ALWAYS_CHECK_SUBJECT | X509_CHECK_FLAG_NO_WILDCARDS);
  for (const std::string& name : clients.names) {
    // OpenSSL takes the empty name for none at all, and ".a" for whatever ends in it.
    if (name.empty() || name.front() == '.') return Error{"client name: '" + name + "' is none"};
    if (X509_VERIFY_PARAM_add1_host(rules, name.data(), name.size()) != 1) {
      return Error{"client name: " + openssl_reason()};
    }
  }
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  SSL_CTX_set_cert_verify_callback(context, accept_client, nullptr);
  return {};
}

bool harden(SSL_CTX* context) {
  // A peer that ends without a goodbye is no error: a body that was cut off is not answered anyway.
  // Our order of suites counts, but for a peer whose hardware likes ChaCha20 best.
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET |
                                   SSL_OP_IGNORE_UNEXPECTED_EOF | SSL_OP_CIPHER_SERVER_PREFERENCE |
                                   SSL_OP_PRIORITIZE_CHACHA);
  // Buffers of a connection that lies still are given back; one read takes all that has come.
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_read_ahead(context, 1);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_alpn_select_cb(context, select_alpn, nullptr);
  return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
         SSL_CTX_set_ciphersuites(context, kTls13Suites) == 1 &&
         SSL_CTX_set_cipher_list(context, kTls12Suites) == 1 &&
         SSL_CTX_set1_groups_list(context, "X25519:P-256:P-384") == 1 &&
         SSL_CTX_set_num_tickets(context, 0) == 1;
}

}  // namespace

Result<std::shared_ptr<const TlsContext>> TlsContext::from_pem(std::string_view certificates,
                                                               std::string_view key,
                                                               const ClientTrust* clients) {
  ERR_clear_error();
  std::shared_ptr<const TlsContext> made(new TlsContext(SSL_CTX_new(TLS_server_method())));
  if (made->context_ == nullptr || !harden(made->context_)) {
    return Error{"TLS: " + openssl_reason()};
  }
  if (auto used = use_certificates(made->context_, certificates); !used) return used.error();
  if (auto used = use_key(made->context_, key); !used) return used.error();
  if (clients != nullptr) {
    if (auto asked = ask_clients(made->context_, *clients); !asked) return asked.error();
  }
  return made;
}

TlsContext::~TlsContext() {
  SSL_CTX_free(context_);
}

SSL* TlsContext::new_session() const {
  return SSL_new(context_);
}

void TlsContext::lend_identity(SSL* client) const {
  SSL_use_certificate(client, SSL_CTX_get0_certificate(context_));
  SSL_use_PrivateKey(client, SSL_CTX_get0_privatekey(context_));
}

}  // namespace sparkgate::net
