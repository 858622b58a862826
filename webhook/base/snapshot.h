#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

namespace sparkgate {

/// The current version of something immutable, shared by many readers and replaced as a whole.
/// `take()` once at the start of a piece of work and keep the pointer to its end.
///
/// A mutex held for the copy of one pointer: `std::atomic<std::shared_ptr>` of libstdc++ 12 is
/// reported as a race by ThreadSanitizer.
template <class T>
class Snapshot {
 public:
  Snapshot() = default;
  explicit Snapshot(std::shared_ptr<const T> first) : current_(std::move(first)) {}

  std::shared_ptr<const T> take() const {
    const std::lock_guard lock(mutex_);
    return current_;
  }

  void publish(std::shared_ptr<const T> next) {
    const std::lock_guard lock(mutex_);
    current_.swap(next);
    version_.fetch_add(1, std::memory_order_release);
  }  // the old version dies here, or with its last reader, outside the lock

  /// What one thread reads by, without a lock as long as nothing new is published. It keeps the
  /// version that it read last, and must not outlive its snapshot.
  class Reader {
   public:
    explicit Reader(const Snapshot& snapshot) : snapshot_(snapshot) {}

    /// The current version; stays until the next call.
    const std::shared_ptr<const T>& current() {
      const std::uint64_t version = snapshot_.version_.load(std::memory_order_acquire);
      if (version != seen_ || !held_) {
        held_ = snapshot_.take();
        seen_ = version;
      }
      return held_;
    }

   private:
    const Snapshot& snapshot_;
    std::shared_ptr<const T> held_;
    std::uint64_t seen_ = 0;
  };

 private:
  mutable std::mutex mutex_;
  std::atomic<std::uint64_t> version_ = 0;  // how often something was published
  std::shared_ptr<const T> current_;
};

}  // namespace sparkgate
