#include "decision/quantity.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

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
constexpr Int kMostDigits = power(10, 36);                 // an Int ends at 1.7 x 10^38

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

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// digits / 10^decimals
struct Number {
  Int digits = 0;
  int decimals = 0;
};

/// Takes the number off the front of `text`. More digits than an Int holds only matter by their
/// count: before the point the value is capped later, behind it it is rounded up.
std::optional<Number> take_number(std::string_view& text) {
  Number number;
  bool point = false, any = false, more = false;
  std::size_t i = 0;
  for (; i < text.size() && (is_digit(text[i]) || text[i] == '.'); ++i) {
    if (text[i] == '.') {
      if (std::exchange(point, true)) return std::nullopt;
      continue;
    }
    any = true;
    if (number.digits >= kMostDigits || number.decimals == 18) {
      more = more || text[i] != '0';
      continue;
    }
    number.digits = number.digits * 10 + (text[i] - '0');
    number.decimals += point ? 1 : 0;
  }
  if (!any) return std::nullopt;
  if (more) ++number.digits;
  for (; number.decimals > 0 && number.digits % 10 == 0; --number.decimals) number.digits /= 10;
  text.remove_prefix(i);
  return number;
}

/// The exponent of `e3`, `E-2`; empty when `text` is none (such as the suffix E).
std::optional<int> exponent(std::string_view text) {
  if (text.size() < 2 || (text[0] != 'e' && text[0] != 'E')) return std::nullopt;
  text.remove_prefix(1);
  if (text.front() == '+') text.remove_prefix(1);
  int value = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, value);
  if (error != std::errc() || end != last) return std::nullopt;
  return std::clamp(value, -100, 100);
}

std::optional<Int> unit(std::string_view text) {
  for (const Suffix& suffix : kSuffixes) {
    if (suffix.text == text) return suffix.nanos;
  }
  return std::nullopt;
}

Int capped_product(Int a, Int b) {
  constexpr Int kRoom = power(10, 38);
  return a != 0 && b > kRoom / a ? kRoom : a * b;
}

Int divided_up(Int a, Int b) {
  return a / b + (a % b != 0 ? 1 : 0);
}

/// number x 10^power_of_ten, capped and rounded up.
Int scaled(const Number& number, int power_of_ten) {
  const int left = power_of_ten - number.decimals;
  if (number.digits == 0) return 0;
  if (left >= 0) return left > 37 ? kMost : capped_product(number.digits, power(10, left));
  return left < -37 ? 1 : divided_up(number.digits, power(10, -left));
}

}  // namespace

std::optional<Quantity> Quantity::parse(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  const std::optional<Number> number = take_number(text);
  if (!number) return std::nullopt;

  Int nanos = 0;
  if (const auto power_of_ten = exponent(text)) {
    nanos = scaled(*number, *power_of_ten + 9);
  } else if (const auto one = unit(text)) {
    nanos = divided_up(capped_product(number->digits, *one), power(10, number->decimals));
  } else {
    return std::nullopt;
  }
  nanos = std::min(nanos, kMost);
  return Quantity(negative ? -nanos : nanos);
}

std::string Quantity::text(bool binary) const {
  if (nanos_ == 0) return "0";
  const Suffix* best = &kSuffixes.front();
  for (const Suffix& suffix : kSuffixes) {
    const bool wanted = suffix.nanos <= kNano || suffix.text.ends_with('i') == binary;
    if (wanted && suffix.nanos > best->nanos && nanos_ % suffix.nanos == 0) best = &suffix;
  }
  std::string digits;
  for (Int count = nanos_ < 0 ? -nanos_ / best->nanos : nanos_ / best->nanos; count > 0;
       count /= 10) {
    digits.insert(digits.begin(), static_cast<char>('0' + count % 10));
  }
  return (nanos_ < 0 ? "-" : "") + digits + std::string(best->text);
}

}  // namespace sparkgate::decision
