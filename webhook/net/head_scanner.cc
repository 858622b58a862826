#include "net/head_scanner.h"

namespace sparkgate::net {

HeadScanner::Found HeadScanner::scan(std::string_view bytes) {
  const std::string_view window = bytes.substr(0, kMaxHeadBytes);
  while (line_ < window.size()) {
    const bool folded = window[line_] == ' ' || window[line_] == '\t';
    if (folded && line_ > 0) return Found::malformed;
    const std::size_t lf = window.find('\n', searched_);
    searched_ = lf == std::string_view::npos ? window.size() : lf + 1;
    if (lf == std::string_view::npos) break;
    if (lf == line_ || window[lf - 1] != '\r') return Found::malformed;
    const bool empty = lf - line_ == 1;
    if (empty && line_ == 0) return Found::malformed;
    line_ = lf + 1;
    if (empty) return Found::end;
  }
  return window.size() < kMaxHeadBytes ? Found::nothing_yet : Found::too_large;
}

}  // namespace sparkgate::net
