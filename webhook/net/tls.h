#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

struct ssl_ctx_st;  // OpenSSL's SSL_CTX and SSL
struct ssl_st;

namespace sparkgate::net {

/// The largest PEM text that is read: parsing a hostile one takes long.
inline constexpr std::size_t kMaxPemBytes = 64 * 1024;

/// Who may connect. kube-apiserver shows a certificate when its AdmissionConfiguration says so.
struct ClientTrust {
  std::string_view authorities;    // PEM; a client's certificate must lead to one of these
  std::vector<std::string> names;  // one must be its common name or a DNS name; empty: any will do
};

/// A certificate chain and its key, ready to serve: TLS 1.2 and 1.3, ECDHE with AEAD suites only,
/// no renegotiation, no compression, no tickets or sessions to resume. ALPN selects http/1.1; a
/// client that does not offer it gets no ALPN answer and is served all the same. Given a
/// ClientTrust, a client without a certificate that it accepts fails in its handshake. Immutable,
/// safe to share.
class TlsContext {
 public:
  /// `certificates`: PEM, the leaf first. `key`: its private key, PEM, not encrypted. Errors are
  /// sentences: no PEM in it, too large, a weak key, a key of another certificate.
  static Result<std::shared_ptr<const TlsContext>> from_pem(std::string_view certificates,
                                                            std::string_view key,
                                                            const ClientTrust* clients = nullptr);
  ~TlsContext();
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;

  /// A new server side of one connection; the caller owns it (SSL_free). It keeps what it needs of
  /// this context alive. Null when out of memory.
  ssl_st* new_session() const;

  /// Lets a client show this very certificate, which a server that asks for one takes: who has its
  /// key is that server.
  void lend_identity(ssl_st* client) const;

 private:
  explicit TlsContext(ssl_ctx_st* context) : context_(context) {}
  ssl_ctx_st* context_;
};

}  // namespace sparkgate::net
