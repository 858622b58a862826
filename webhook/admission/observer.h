#pragma once

#include <array>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "admission/review.h"
#include "base/metrics.h"
#include "decision/verdict.h"

namespace sparkgate::admission {

enum class DoorKind { mutate, validate };

/// "/mutate" or "/validate".
std::string_view path_of(DoorKind door);

/// What a door tells the outside about its decisions: metrics and one log line each, never anything
/// of a pod but its name, role and application. For one thread: it remembers the time series it has
/// used, so that only the first use of one asks the shared registry.
class Observer {
 public:
  /// `metrics` must outlive the observer.
  Observer(DoorKind door, Metrics& metrics);

  /// After a decision; `took` is without network.
  void decided(const Review& review, const decision::Verdict& verdict,
               std::chrono::nanoseconds took);

  /// After what was no AdmissionReview.
  void refused(std::string_view why);

  /// After a decision that threw; `uid` is empty when it was not read yet.
  void crashed(std::string_view uid);

 private:
  using Launchers = std::array<std::optional<Counter>, decision::kLauncherNames.size()>;
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };

  void count(const decision::Verdict& verdict);
  void count_operations(const decision::Verdict& verdict);
  void count_violations(const decision::Verdict& verdict);
  Counter counter_of(const decision::Violation& violation);
  void count_audited(const decision::Verdict& verdict);
  void log_decision(const Review& review, const decision::Verdict& verdict,
                    std::chrono::nanoseconds took) const;

  DoorKind door_;
  Metrics& metrics_;
  Histogram duration_;
  Counter crashes_;
  std::array<std::array<Launchers, 2>, 3> requests_;  // by role and by allowed
  std::unordered_map<std::string, Counter, Hash, std::equal_to<>> operations_;  // by policy
};

}  // namespace sparkgate::admission
