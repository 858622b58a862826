#include "admission/unique_keys.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace sparkgate::admission {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::element_type;
using simdjson::dom::object;

constexpr std::size_t kSmall = 16;    // members up to which keys are compared in pairs
constexpr std::size_t kUsual = 4096;  // keys that are room for

/// One of 64 bits. Keys of one object often begin alike ("f:…", "spark.kubernetes.…"): the size,
/// the end and the middle tell them apart.
std::uint64_t bit_of(std::string_view key) {
  if (key.empty()) return 1;
  const std::size_t mixed = key.size() * 7 + static_cast<unsigned char>(key.back()) * 5U +
                            static_cast<unsigned char>(key[key.size() / 2]);
  return std::uint64_t{1} << (mixed % 64);
}

/// Whether a member in front of `end` has the key.
bool is_in_front(object::iterator begin, object::iterator end, std::string_view key) {
  for (; begin != end; ++begin) {
    if (begin.key() == key) return true;
  }
  return false;
}

/// Any order will do in which equal keys are neighbours; sizes are the cheapest to compare.
bool before(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return a.size() < b.size();
  return std::memcmp(a.data(), b.data(), a.size()) < 0;
}

}  // namespace

std::optional<std::string_view> UniqueKeys::duplicate_in(element value) {
  values_ = 0;
  if (are_unique(value)) return std::nullopt;
  return duplicate_;
}

bool UniqueKeys::are_unique(element value) {
  ++values_;
  if (value.type() == element_type::ARRAY) {
    const array items(value);
    return std::all_of(items.begin(), items.end(),
                       [this](element item) { return are_unique(item); });
  }
  if (value.type() != element_type::OBJECT) return true;
  const object members(value);
  return members.size() <= kSmall ? are_unique_in_small(members) : are_unique_in_large(members);
}

/// Most objects have a handful of members, and most keys a bit of their own: nothing to compare.
bool UniqueKeys::are_unique_in_small(object members) {
  std::uint64_t seen = 0;
  for (auto at = members.begin(), end = members.end(); at != end; ++at) {
    const std::string_view key = at.key();
    const std::uint64_t bit = bit_of(key);
    if ((seen & bit) != 0 && is_in_front(members.begin(), at, key)) {
      duplicate_ = key;
      return false;
    }
    seen |= bit;
    if (!are_unique(at.value())) return false;
  }
  return true;
}

bool UniqueKeys::are_unique_in_large(object members) {
  keys_.clear();
  keys_.reserve(members.size());
  for (const auto& member : members) keys_.push_back(member.key);
  std::sort(keys_.begin(), keys_.end(), before);
  const auto twice = std::adjacent_find(keys_.begin(), keys_.end());
  if (twice != keys_.end()) {
    duplicate_ = *twice;
    return false;
  }
  for (const auto& member : members) {
    if (!are_unique(member.value)) return false;
  }
  return true;
}

void UniqueKeys::shrink() {
  if (keys_.capacity() > kUsual) std::vector<std::string_view>().swap(keys_);
}

}  // namespace sparkgate::admission
