#pragma once

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
  }  // the old version dies here, or with its last reader, outside the lock

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const T> current_;
};

}  // namespace sparkgate
