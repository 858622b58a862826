#pragma once

#include <string>

#include "base/result.h"

namespace sparkgate::cluster {

/// The certificates that a TLS server shows, its own first, PEM, whoever signed them. The error
/// says why there was no handshake. Nothing is sent.
Result<std::string> served_chain(const std::string& host, const std::string& port,
                                 const std::string& server_name);

}  // namespace sparkgate::cluster
