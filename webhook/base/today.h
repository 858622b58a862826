#pragma once

#include <chrono>

namespace sparkgate {

/// The day it is, in UTC.
inline std::chrono::sys_days today() {
  return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
}

}  // namespace sparkgate
