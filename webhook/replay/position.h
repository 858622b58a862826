#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace sparkgate::replay {

/// Where something stands in the input, with the name of its file. In the order of names and lines.
struct Place {
  std::string file;
  std::uint64_t line = 0;  // from 1; 0: of the file as a whole
  std::uint64_t item = 0;  // of a List, from 1; 0: in none

  auto operator<=>(const Place&) const = default;
};

/// The same while the input is read. The name must outlive it.
struct Position {
  const std::string* file = nullptr;
  std::uint64_t line = 0, item = 0;

  Place place() const { return {*file, line, item}; }
};

/// "audit.log:12", "pods.json item 3" or "audit.log"
inline std::string text_of(const Place& at) {
  if (at.item > 0) return at.file + " item " + std::to_string(at.item);
  return at.line > 0 ? at.file + ":" + std::to_string(at.line) : at.file;
}

}  // namespace sparkgate::replay
