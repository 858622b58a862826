#pragma once

#include <atomic>
#include <cstddef>
#include <utility>

#include "net/net_metrics.h"

namespace sparkgate::net {

/// Open connections of one port. Must outlive its tickets.
class ConnectionCount {
 public:
  /// `metrics` may be null.
  ConnectionCount(std::size_t max, const NetMetrics* metrics) : max_(max), metrics_(metrics) {}

  std::size_t open() const { return open_; }

 private:
  friend class ConnectionTicket;
  const std::size_t max_;
  const NetMetrics* const metrics_;
  std::atomic<std::size_t> open_ = 0;
};

/// The right of one connection to be there, given back at its end.
class ConnectionTicket {
 public:
  explicit ConnectionTicket(ConnectionCount& count) {
    if (++count.open_ > count.max_) {
      --count.open_;
      if (count.metrics_ != nullptr) count.metrics_->shed_connections.add();
      return;
    }
    count_ = &count;
    if (count.metrics_ != nullptr) count.metrics_->connections.add(1);
  }
  ~ConnectionTicket() {
    if (count_ == nullptr) return;
    if (count_->metrics_ != nullptr) count_->metrics_->connections.add(-1);
    --count_->open_;
  }
  ConnectionTicket(ConnectionTicket&& other) noexcept
      : count_(std::exchange(other.count_, nullptr)) {}
  ConnectionTicket& operator=(ConnectionTicket&&) = delete;

  /// False: the port is full.
  explicit operator bool() const { return count_ != nullptr; }

 private:
  ConnectionCount* count_ = nullptr;
};

}  // namespace sparkgate::net
