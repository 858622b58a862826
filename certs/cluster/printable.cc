#include "certs/cluster/printable.h"

namespace sparkgate::cluster {

std::string printable(std::string_view text) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  for (const char one : text.substr(0, kMostPrinted)) {
    const auto byte = static_cast<unsigned char>(one);
    if (byte >= 0x20 && byte < 0x7f) {
      out += one;
    } else {
      out += {'\\', 'x', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return text.size() > kMostPrinted ? out + "..." : out;
}

}  // namespace sparkgate::cluster
