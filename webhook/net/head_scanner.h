#pragma once

#include <cstddef>
#include <string_view>

namespace sparkgate::net {

/// The largest request head, its empty line included. kube-apiserver's has 250 bytes.
inline constexpr std::size_t kMaxHeadBytes = 8192;

/// Finds the end of a request head while its bytes arrive. Refuses at once what no head may have:
/// an empty first line, a line that ends in a bare LF, a folded line (obs-fold, which Beast joins).
/// The answer depends on the bytes alone, not on how the network cut them; each byte is looked at
/// once.
class HeadScanner {
 public:
  enum class Found { nothing_yet, end, malformed, too_large };

  /// `bytes`: the request from its first byte, as far as it has arrived. Between two calls bytes
  /// may only be added.
  Found scan(std::string_view bytes);

  /// Size of the head with its empty line, once the end is found.
  std::size_t head_bytes() const { return line_; }

  /// The next call starts another request.
  void reset() { *this = HeadScanner(); }

 private:
  std::size_t line_ = 0;      // where the current line starts
  std::size_t searched_ = 0;  // up to here there is no more LF to find
};

}  // namespace sparkgate::net
