#include "certs/ca_bundle.h"

#include <openssl/evp.h>

namespace sparkgate::certs {

std::string encode_ca_bundle(std::string_view pem) {
  // Four characters for three bytes, and the NUL that OpenSSL writes behind them.
  std::string text((pem.size() + 2) / 3 * 4 + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                   reinterpret_cast<const unsigned char*>(pem.data()),
                                   static_cast<int>(pem.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

}  // namespace sparkgate::certs
