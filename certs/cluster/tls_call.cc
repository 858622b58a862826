#include "certs/cluster/tls_call.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <boost/asio/ip/address.hpp>
#include <utility>

#include "certs/cluster/resolve.h"

namespace sparkgate::cluster {
namespace {

using boost::system::error_code;

bool is_address(const std::string& host) {
  error_code error;
  boost::asio::ip::make_address(host, error);
  return !error;
}

/// Why the peer's certificate was refused, when it was.
std::string reason(SSL* ssl, const error_code& error) {
  const long verified = SSL_get_verify_result(ssl);
  if (verified == X509_V_OK) return error.message();
  return std::string("its certificate is refused: ") + X509_verify_cert_error_string(verified);
}

}  // namespace

Result<void> TlsCall::connect(const std::string& host, const std::string& port,
                              const std::string& server_name) {
  const auto found = resolve(host, port, kStepLimit);
  if (!found) return Error{"the name cannot be resolved: " + found.error().message};
  error_code error = run([&](auto done) { get_lowest_layer(stream_).async_connect(*found, done); });
  if (error) return Error{"no connection: " + error.message()};
  SSL* ssl = stream_.native_handle();
  if (!is_address(server_name)) SSL_set_tlsext_host_name(ssl, server_name.c_str());
  error =
      run([&](auto done) { stream_.async_handshake(boost::asio::ssl::stream_base::client, done); });
  if (error) return Error{"no TLS: " + reason(ssl, error)};
  return {};
}

}  // namespace sparkgate::cluster
