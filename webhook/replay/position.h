#pragma once

#include <cstdint>
#include <string>

namespace sparkgate::replay {

/// Where something stands in the input. The name must outlive it.
struct Position {
  const std::string* file = nullptr;
  std::uint64_t line = 0;  // from 1; 0: of the file as a whole
  std::uint64_t item = 0;  // of a List, from 1; 0: in none
};

/// "audit.log:12", "pods.json item 3" or "audit.log"
inline std::string text_of(const Position& at) {
  if (at.item > 0) return *at.file + " item " + std::to_string(at.item);
  return at.line > 0 ? *at.file + ":" + std::to_string(at.line) : *at.file;
}

}  // namespace sparkgate::replay
