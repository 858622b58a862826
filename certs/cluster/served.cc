#include "certs/cluster/served.h"

#include "certs/cluster/tls_call.h"
#include "certs/pem.h"

namespace sparkgate::cluster {

Result<std::string> served_certificate(const std::string& host, const std::string& port,
                                       const std::string& server_name) {
  boost::asio::ssl::context context(boost::asio::ssl::context::tls_client);
  context.set_verify_mode(boost::asio::ssl::verify_none);  // compared, not trusted
  TlsCall call(context);
  const Result<void> connected = call.connect(host, port, server_name);
  if (!connected) return Error{host + ':' + port + ": " + connected.error().message};
  const certs::X509Ptr shown(SSL_get1_peer_certificate(call.stream().native_handle()));
  if (shown == nullptr) return Error{host + ':' + port + ": no certificate is shown"};
  return certs::to_pem(shown);
}

}  // namespace sparkgate::cluster
