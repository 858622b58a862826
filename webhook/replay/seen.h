#pragma once

#include <atomic>
#include <cstdint>

namespace sparkgate::replay {

/// How far a run is: written by its threads, read by any.
struct Seen {
  std::atomic<std::uint64_t> bytes = 0;    // read of the files, as they are on disk
  std::atomic<std::uint64_t> objects = 0;  // decided, skipped or broken
};

}  // namespace sparkgate::replay
