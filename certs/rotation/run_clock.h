#pragma once

#include <chrono>

#include "certs/time.h"

namespace sparkgate::rotation {

/// The one clock of a run: the first answer's, which goes on by itself. The clocks of several API
/// servers are apart, and what is written down has to be as late as the write, not as the look
/// before it.
class RunClock {
 public:
  explicit RunClock(certs::Time first) : first_(first) {}

  certs::Time now() const {
    return first_ + std::chrono::floor<std::chrono::seconds>(Steady::now() - began_);
  }

 private:
  using Steady = std::chrono::steady_clock;

  certs::Time first_;
  Steady::time_point began_ = Steady::now();
};

}  // namespace sparkgate::rotation
