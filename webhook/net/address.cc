#include "net/address.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <sstream>
#include <string_view>

namespace sparkgate::net {
namespace {

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return port;
}

asio::ip::address parse_host(std::string host, error_code& error) {
  if (host.empty()) return asio::ip::address_v4::any();
  if (host == "localhost") return asio::ip::address_v4::loopback();
  if (host.front() != '[') return asio::ip::make_address_v4(host, error);
  if (host.back() == ']') host.pop_back();
  return asio::ip::make_address_v6(host.substr(1), error);
}

}  // namespace

Result<tcp::endpoint> parse_address(const std::string& text) {
  const std::size_t colon = std::min(text.rfind(':'), text.size());
  const auto port = parse_port(std::string_view(text).substr(std::min(colon + 1, text.size())));
  error_code error;
  const asio::ip::address host = parse_host(text.substr(0, colon), error);
  if (error || !port) {
    return Error{"address \"" + text + "\": expected an IP address (or localhost) and a port"};
  }
  return tcp::endpoint(host, *port);
}

std::string address_text(const tcp::endpoint& endpoint) {
  std::ostringstream text;
  text << endpoint;
  return text.str();
}

}  // namespace sparkgate::net
