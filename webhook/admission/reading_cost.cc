#include "admission/reading_cost.h"

#include <array>

#include "admission/review.h"

namespace sparkgate::admission {
namespace {

// A comma, a colon or a bracket has a place of 4 bytes and lets one value begin: a place, 16 bytes
// of tape for a number, 16 for a key that must be unique; the rest is for the decision, which takes
// 300 bytes for a container. Those inside strings are counted, too, which asks for too much.
constexpr std::size_t kBytesAMark = 96;

constexpr std::array<unsigned char, 256> marks() {
  std::array<unsigned char, 256> table{};
  for (const char mark : {',', ':', '[', '{'}) table[static_cast<unsigned char>(mark)] = 1;
  return table;
}

}  // namespace

std::size_t reading_cost(std::string_view body) {
  if (body.size() <= kUsualBytes) return 0;
  static constexpr std::array<unsigned char, 256> kMarks = marks();
  std::size_t count = 0;
  for (const char byte : body) count += kMarks[static_cast<unsigned char>(byte)];
  return count * kBytesAMark + body.size();
}

}  // namespace sparkgate::admission
