#pragma once

#include <string>

#include "base/result.h"
#include "net/asio.h"

namespace sparkgate::net {

/// "127.0.0.1:8443", "[::1]:8443" or "localhost:8443" (IPv4) as an endpoint; without a host it is
/// every IPv4 address of this machine. Names are not looked up: we never ask a DNS server. Errors
/// quote the text.
Result<tcp::endpoint> parse_address(const std::string& text);

/// The other way: "127.0.0.1:8443", "[::1]:8443".
std::string address_text(const tcp::endpoint& endpoint);

}  // namespace sparkgate::net
