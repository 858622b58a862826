#pragma once

#include <string>
#include <string_view>

namespace sparkgate::bench {

/// Replaces each `from` in `text`.
inline void replace(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
    text.replace(at, from.size(), to);
    at += to.size();
  }
}

}  // namespace sparkgate::bench
