#pragma once

#include <string>

#include "base/result.h"

namespace sparkgate::cluster {

/// The certificate that a TLS server shows first, PEM, whoever signed it. The error says why there
/// was no handshake. Nothing is sent.
Result<std::string> served_certificate(const std::string& host, const std::string& port,
                                       const std::string& server_name);

}  // namespace sparkgate::cluster
