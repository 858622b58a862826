#include "net/asked_timeout.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace sparkgate::net {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kUnsaid = milliseconds::max();
constexpr std::string_view kName = "timeout=";

/// The value of `timeout`, or nothing.
std::string_view value_in(std::string_view query) {
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    if (pair.starts_with(kName)) return pair.substr(kName.size());
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
  }
  return {};
}

/// One number with a unit of those that Go prints for whole seconds.
milliseconds duration(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return kUnsaid;
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  if (unit == "s") return std::chrono::seconds(number);
  if (unit == "ms") return milliseconds(number);
  if (unit == "m" || unit == "m0s") return std::chrono::minutes(number);
  return kUnsaid;
}

}  // namespace

milliseconds asked_timeout(std::string_view query) {
  return duration(value_in(query));
}

}  // namespace sparkgate::net
