#include "certs/cluster/served.h"

#include "certs/cluster/tls_call.h"
#include "certs/pem.h"

namespace sparkgate::cluster {

Result<std::string> served_chain(const std::string& host, const std::string& port,
                                 const std::string& server_name) {
  boost::asio::ssl::context context(boost::asio::ssl::context::tls_client);
  context.set_verify_mode(boost::asio::ssl::verify_none);  // compared, not trusted
  TlsCall call(context);
  const Result<void> connected = call.connect(host, port, server_name);
  if (!connected) return Error{host + ':' + port + ": " + connected.error().message};
  const STACK_OF(X509)* shown = SSL_get_peer_cert_chain(call.stream().native_handle());
  std::string pem;
  for (int i = 0; i < sk_X509_num(shown); ++i) {
    X509* one = sk_X509_value(shown, i);
    X509_up_ref(one);
    pem += certs::to_pem(certs::X509Ptr(one));
  }
  if (pem.empty()) return Error{host + ':' + port + ": no certificate is shown"};
  return pem;
}

}  // namespace sparkgate::cluster
