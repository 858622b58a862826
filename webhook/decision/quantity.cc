#include "decision/quantity.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace sparkgate::decision {
namespace {

using Int = __int128;

constexpr Int power(Int base, int exponent) {
  Int result = 1;
  while (exponent-- > 0) result *= base;
  return result;
}

constexpr Int kNano = power(10, 9);                        // one, counted in 10^-9
constexpr Int kMost = Int{0x7fff'ffff'ffff'ffff} * kNano;  // where Kubernetes caps

struct Suffix {
  std::string_view text;
  Int nanos;  // how much one unit is
};

/// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
constexpr std::array<Suffix, 16> kSuffixes = {{
    {"n", 1},
    {"u", power(10, 3)},
    {"m", power(10, 6)},
    {"", kNano},
    {"k", power(10, 3) * kNano},
    {"M", power(10, 6) * kNano},
    {"G", power(10, 9) * kNano},
    {"T", power(10, 12) * kNano},
    {"P", power(10, 15) * kNano},
    {"E", power(10, 18) * kNano},
    {"Ki", power(1024, 1) * kNano},
    {"Mi", power(1024, 2) * kNano},
    {"Gi", power(1024, 3) * kNano},
    {"Ti", power(1024, 4) * kNano},
    {"Pi", power(1024, 5) * kNano},
    {"Ei", power(1024, 6) * kNano},
}};

/// A number as it is written: 12.5 has the digits 1, 2 and 5, two of them before the point.
struct Number {
  std::string_view whole, fraction;

  std::int64_t size() const { return static_cast<std::int64_t>(whole.size() + fraction.size()); }
  int digit(std::int64_t i) const {
    const auto at = static_cast<std::size_t>(i);
    if (at < whole.size()) return whole[at] - '0';
    return i < size() ? fraction[at - whole.size()] - '0' : 0;
  }
};

/// Takes the number off the front of `text`.
std::optional<Number> take_number(std::string_view& text) {
  const std::size_t end = std::min(text.find_first_not_of("0123456789."), text.size());
  const std::string_view number = text.substr(0, end);
  const std::size_t point = std::min(number.find('.'), end);
  const Number result{number.substr(0, point), number.substr(std::min(point + 1, end))};
  if (result.size() == 0 || result.fraction.find('.') != std::string_view::npos) {
    return std::nullopt;
  }
  text.remove_prefix(end);
  return result;
}

/// The exponent of `e3`, `E-2`; empty when `text` is none (such as the suffix E).
std::optional<int> exponent(std::string_view text) {
  if (text.size() < 2 || (text[0] != 'e' && text[0] != 'E')) return std::nullopt;
  text.remove_prefix(1);
  if (text.starts_with("+-")) return std::nullopt;
  if (text.front() == '+') text.remove_prefix(1);
  int value = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, value);
  if (error != std::errc() || end != last) return std::nullopt;
  return value;
}

std::optional<Int> unit(std::string_view text) {
  for (const Suffix& suffix : kSuffixes) {
    if (suffix.text == text) return suffix.nanos;
  }
  return std::nullopt;
}

/// The first `count` digits of the number, zeros behind its last one, times `unit`; capped.
Int whole_part(const Number& number, std::int64_t count, Int unit) {
  const Int most = kMost / unit;
  Int whole = 0;
  for (std::int64_t i = 0; i < count && (whole > 0 || i < number.size()); ++i) {
    whole = whole * 10 + number.digit(i);
    if (whole > most) return kMost;
  }
  return whole * unit;
}

/// The digits behind those times `unit`, rounded up: a multiplication as on paper, from the last
/// digit on, that keeps what is carried and whether anything was left behind.
Int fraction_part(const Number& number, std::int64_t count, Int unit) {
  Int carried = 0;
  bool more = false;
  const auto shift = [&](Int digits) {
    more = more || digits % 10 != 0;
    carried = digits / 10;
  };
  for (std::int64_t i = number.size(); i-- > std::max<std::int64_t>(count, 0);) {
    shift(number.digit(i) * unit + carried);
  }
  for (; count < 0 && carried > 0; ++count) shift(carried);
  return carried + (more ? 1 : 0);
}

}  // namespace

std::optional<Quantity> Quantity::parse(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  const std::optional<Number> number = take_number(text);
  if (!number) return std::nullopt;

  const std::optional<int> power_of_ten = exponent(text);
  const std::optional<Int> one = power_of_ten ? kNano : unit(text);
  if (!one) return std::nullopt;
  const std::int64_t before_point =
      static_cast<std::int64_t>(number->whole.size()) + power_of_ten.value_or(0);
  const Int nanos = std::min(
      kMost, whole_part(*number, before_point, *one) + fraction_part(*number, before_point, *one));
  return Quantity(negative ? -nanos : nanos);
}

std::string Quantity::text(bool binary) const {
  if (nanos_ == 0) return "0";
  const Int amount = nanos_ < 0 ? -nanos_ : nanos_;
  const bool in_1024s = binary && amount >= 1024 * kNano;  // Kubernetes writes 1k, not 1000
  const Suffix* best = &kSuffixes.front();
  for (const Suffix& suffix : kSuffixes) {
    const bool wanted = suffix.nanos <= kNano || suffix.text.ends_with('i') == in_1024s;
    if (wanted && suffix.nanos > best->nanos && amount % suffix.nanos == 0) best = &suffix;
  }
  std::string digits;
  for (Int count = amount / best->nanos; count > 0; count /= 10) {
    digits.insert(digits.begin(), static_cast<char>('0' + count % 10));
  }
  return (nanos_ < 0 ? "-" : "") + digits + std::string(best->text);
}

}  // namespace sparkgate::decision
