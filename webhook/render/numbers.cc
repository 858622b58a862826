#include "render/numbers.h"

#include <charconv>
#include <string_view>

namespace sparkgate::render {
namespace {

/// The number a text begins with, and what follows it; -1 when there is none.
std::pair<int, std::string_view> number_and_rest(std::string_view text) {
  int value = -1;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (read.ec != std::errc()) return {-1, text};
  return {value, {read.ptr, static_cast<std::size_t>(end - read.ptr)}};
}

}  // namespace

int port_of(const Conf& conf, const std::string& key, int fallback, Account& account) {
  if (!conf.has(key)) return fallback;
  const std::string text = conf.get({key});
  const auto [value, rest] = number_and_rest(text);
  if (rest.empty() && value >= 0 && value <= 65535) return value;
  account.mistake(key + ": '" + text + "' is no port");
  return fallback;
}

int seconds_of(const Conf& conf, const std::string& key, int fallback, Account& account) {
  if (!conf.has(key)) return fallback;
  const std::string text = conf.get({key});
  const auto [value, unit] = number_and_rest(text);
  const int factor = unit.empty() || unit == "s"    ? 1
                     : unit == "m" || unit == "min" ? 60
                     : unit == "h"                  ? 3600
                                                    : 0;
  if (factor != 0 && value >= 0 && value < 1'000'000) return value * factor;
  account.mistake(key + ": '" + text + "' is no time such as 30s");
  return fallback;
}

}  // namespace sparkgate::render
