#include "policyfile/values/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <string>

namespace sparkgate::policyfile {
namespace {

/// Without the zeros that lead the numbers between dots, which inet_pton does not take.
std::string without_leading_zeros(std::string_view dotted) {
  std::string result;
  for (std::size_t i = 0; i < dotted.size(); ++i) {
    const bool first = result.empty() || result.back() == '.' || result.back() == ':';
    const bool more = i + 1 < dotted.size() && dotted[i + 1] >= '0' && dotted[i + 1] <= '9';
    if (dotted[i] == '0' && first && more) continue;
    result += dotted[i];
  }
  return result;
}

}  // namespace

bool is_address(std::string_view text) {
  if (text.size() > 64 || text.find('\0') != std::string_view::npos) return false;
  const std::string address =
      text.find('.') == std::string_view::npos ? std::string(text) : without_leading_zeros(text);
  in6_addr room{};
  return inet_pton(AF_INET, address.c_str(), &room) == 1 ||
         inet_pton(AF_INET6, address.c_str(), &room) == 1;
}

}  // namespace sparkgate::policyfile
