#include "replay/conveyor.h"

#include <utility>

namespace sparkgate::replay {

Conveyor::Conveyor(unsigned threads) {
  constexpr unsigned kBatchesOfAThread = 3;
  for (unsigned i = 0; i < threads * kBatchesOfAThread + 1; ++i) {
    empty_.push_back(std::make_unique<Batch>());
  }
}

std::unique_ptr<Batch> Conveyor::empty_batch() {
  std::unique_lock lock(mutex_);
  came_back_.wait(lock, [this] { return !empty_.empty(); });
  std::unique_ptr<Batch> batch = std::move(empty_.back());
  empty_.pop_back();
  return batch;
}

void Conveyor::send(std::unique_ptr<Batch> batch) {
  const std::lock_guard lock(mutex_);
  waiting_.push_back(std::move(batch));
  sent_.notify_one();
}

void Conveyor::end() {
  const std::lock_guard lock(mutex_);
  ended_ = true;
  sent_.notify_all();
}

std::unique_ptr<Batch> Conveyor::next() {
  std::unique_lock lock(mutex_);
  sent_.wait(lock, [this] { return ended_ || !waiting_.empty(); });
  if (waiting_.empty()) return nullptr;
  std::unique_ptr<Batch> batch = std::move(waiting_.front());
  waiting_.pop_front();
  return batch;
}

void Conveyor::done(std::unique_ptr<Batch> batch) {
  batch->text.clear();
  batch->lines.clear();
  const std::lock_guard lock(mutex_);
  empty_.push_back(std::move(batch));
  came_back_.notify_one();
}

}  // namespace sparkgate::replay
