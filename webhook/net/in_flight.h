#pragma once

#include <atomic>
#include <cstddef>
#include <limits>

#include "net/net_metrics.h"

namespace sparkgate::net {

/// How much a port may have in flight: requests whose head was accepted and whose answer is not
/// sent, and the bytes of memory they need.
struct InFlightLimits {
  static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

  std::size_t requests = kNone;
  std::size_t bytes = kNone;
};

/// What is in flight on one port, on all its io threads. Must outlive its shares.
class InFlight {
 public:
  /// `metrics` may be null.
  explicit InFlight(const InFlightLimits& limits = {}, const NetMetrics* metrics = nullptr)
      : limits_(limits), metrics_(metrics) {}

 private:
  friend class InFlightShare;
  const InFlightLimits limits_;
  const NetMetrics* const metrics_;
  std::atomic<std::size_t> requests_ = 0;
  std::atomic<std::size_t> bytes_ = 0;
};

/// The part of one connection in it, given back at its end.
class InFlightShare {
 public:
  /// The usual pod needs none of the budget: recorded updates have 22 kB, new pods 10 kB.
  static constexpr std::size_t kUsual = 32 * 1024;

  explicit InFlightShare(InFlight& all) : all_(all) {}
  ~InFlightShare() { end(); }
  InFlightShare(const InFlightShare&) = delete;
  InFlightShare& operator=(const InFlightShare&) = delete;

  /// One request whose body is to have `bytes`, for which there is room now. False: it must be
  /// turned away, and is counted as such. Nothing is taken yet: who announces much and sends
  /// nothing keeps nobody out. Who is alone always gets in; what is large (over 256 KiB) leaves an
  /// eighth to the others.
  bool begin(std::size_t bytes);
  /// The body of the same request needs so many in all. False as in begin().
  bool hold(std::size_t bytes) { return take(bytes - bytes_); }
  /// The same request needs so many more.
  bool take(std::size_t bytes);
  /// The bytes are needed no more; the request goes on.
  void give_back();
  /// It is over. May be called twice.
  void end();

 private:
  bool fits(std::size_t before, std::size_t bytes) const;
  bool shed();
  void tell(std::size_t bytes);

  InFlight& all_;
  bool begun_ = false;
  std::size_t bytes_ = 0;  // of the budget
  std::size_t told_ = 0;   // to the metric: the usual pod's, too
};

}  // namespace sparkgate::net
