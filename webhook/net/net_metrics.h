#pragma once

#include <vector>

#include "base/metrics.h"

namespace sparkgate::net {

/// The admission port's metrics, every series resolved at start. Must not outlive `metrics`.
struct NetMetrics {
  explicit NetMetrics(Metrics& metrics);

  /// Counts one answer. `status` is one of kStatusLines.
  void answered(int status) const;

  Gauge connections;
  Gauge inflight;
  Gauge inflight_bytes;
  Counter shed_connections;
  Counter shed_requests;
  Counter shed_bytes;

 private:
  std::vector<Counter> responses_;  // in the order of kStatusLines
};

}  // namespace sparkgate::net
