#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sparkgate::decision {

/// An amount of a resource, as Kubernetes writes it: `500m`, `2`, `11Gi`, `1.5e3`. Exact down to
/// 10^-9; what is finer is rounded up, as Kubernetes does, and what is over 2^63-1 is capped:
/// Kubernetes caps units of 1024 only, but no node counts further.
class Quantity {
 public:
  Quantity() = default;

  /// Empty for what Kubernetes would not accept, and for two slips that it makes something of: an
  /// amount without a digit (`m` is 0 there) and an exponent of more than 32 bits, which it cuts.
  static std::optional<Quantity> parse(std::string_view text);

  /// `value` as a multiple of `of`: 2 for 4Gi of 2Gi. `of` must not be zero.
  static double ratio(Quantity value, Quantity of) {
    return static_cast<double>(value.nanos_) / static_cast<double>(of.nanos_);
  }

  bool is_zero() const { return nanos_ == 0; }
  friend auto operator<=>(Quantity a, Quantity b) = default;

  /// Precondition: fewer than 10^9 terms in a sum.
  friend Quantity operator+(Quantity a, Quantity b) { return Quantity(a.nanos_ + b.nanos_); }

  /// The amount as Kubernetes writes it, in the largest unit that keeps it whole; in units of 1024
  /// when `binary`: `11Gi`.
  std::string text(bool binary) const;

 private:
  using Nanos = __int128;
  explicit Quantity(Nanos nanos) : nanos_(nanos) {}

  Nanos nanos_ = 0;  // within ±(2^63-1) x 10^9
};

}  // namespace sparkgate::decision
