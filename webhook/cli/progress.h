#pragma once

#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "replay/seen.h"

namespace sparkgate::cli {

/// How far a replay is after some seconds: `30000 pods, 15000 a second, 25 %, 6 s left`. Of `total`
/// bytes, or of nobody knows how many: 0.
std::string progress_line(const replay::Seen& seen, std::uint64_t total, double seconds);

/// Tells how far a replay is where standard error is a terminal, from the second second on, in one
/// line that is gone at the end. (Debian has no library for that in C++.)
class Progress {
 public:
  /// Both must outlive it.
  Progress(const std::vector<std::string>& files, const replay::Seen& seen);

 private:
  std::jthread thread_;
};

}  // namespace sparkgate::cli
