#include "policyfile/scalar.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string_view>

namespace sparkgate::policyfile {
namespace {

using std::string_view;

template <std::size_t N>
bool one_of(string_view text, const std::array<string_view, N>& words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

constexpr std::array<string_view, 5> kNull = {"", "~", "null", "Null", "NULL"};
constexpr std::array<string_view, 11> kTrue = {"y",  "Y",  "yes",  "Yes",  "YES", "on",
                                               "On", "ON", "true", "True", "TRUE"};
constexpr std::array<string_view, 11> kFalse = {"n",   "N",   "no",    "No",    "NO",   "off",
                                                "Off", "OFF", "false", "False", "FALSE"};

std::optional<std::int64_t> integer(string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  int base = 10;
  if (text.starts_with("0x")) {
    base = 16;
  } else if (text.starts_with("0b")) {
    base = 2;
  } else if (text.starts_with("0o") || (text.size() > 1 && text.front() == '0')) {
    base = 8;
  }
  const bool prefixed = base == 16 || base == 2 || text.starts_with("0o");
  text.remove_prefix(prefixed ? 2 : 0);
  std::int64_t value = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, value, base);
  if (error != std::errc() || end != last || text.front() == '-') return std::nullopt;
  return negative ? -value : value;
}

/// Digits with a point or an exponent: "1.5", "2e3", ".5"; not "1.2.3", not "e3", not "nan".
bool looks_like_float(string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  bool digits = false, point = false, exponent = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c >= '0' && c <= '9') {
      digits = true;
    } else if (c == '.' && !point && !exponent) {
      point = true;
    } else if ((c == 'e' || c == 'E') && digits && !exponent && i + 1 < text.size()) {
      exponent = true;
      if (text[i + 1] == '+' || text[i + 1] == '-') ++i;
      if (i + 1 == text.size()) return false;
    } else {
      return false;
    }
  }
  return digits && (point || exponent);
}

}  // namespace

nlohmann::json plain_scalar(const std::string& text) {
  if (one_of(text, kNull)) return nullptr;
  if (one_of(text, kTrue)) return true;
  if (one_of(text, kFalse)) return false;
  if (const auto value = integer(text)) return *value;
  if (looks_like_float(text)) {
    const double value = std::strtod(text.c_str(), nullptr);
    if (std::isfinite(value)) return value;
  }
  return text;
}

}  // namespace sparkgate::policyfile
