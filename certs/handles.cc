#include "certs/handles.h"

#include <openssl/err.h>

namespace sparkgate::certs {

Error openssl_error(const std::string& what) {
  const char* reason = ERR_reason_error_string(ERR_peek_last_error());
  ERR_clear_error();
  return Error{what + ": " + (reason != nullptr ? reason : "OpenSSL gives no reason")};
}

std::string text_of(BIO* bio) {
  const char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

std::string serial_of(const X509Ptr& certificate) {
  const BignumPtr number(ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate.get()), nullptr));
  char* hex = number != nullptr ? BN_bn2hex(number.get()) : nullptr;
  std::string text = hex != nullptr ? hex : "";
  OPENSSL_free(hex);
  return text;
}

}  // namespace sparkgate::certs
