#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "replay/batch.h"

namespace sparkgate::replay {

/// Carries batches from the thread that reads to those that decide, and back when they are done.
/// There are a few for each thread and no more: who wants another one waits.
class Conveyor {
 public:
  explicit Conveyor(unsigned threads);

  // For the one that reads.
  std::unique_ptr<Batch> empty_batch();
  void send(std::unique_ptr<Batch> batch);
  void end();  // nothing more is sent

  // For those that decide.
  std::unique_ptr<Batch> next();  // null: there are no more
  void done(std::unique_ptr<Batch> batch);

 private:
  std::mutex mutex_;
  std::condition_variable came_back_, sent_;
  std::vector<std::unique_ptr<Batch>> empty_;
  std::deque<std::unique_ptr<Batch>> waiting_;
  bool ended_ = false;
};

}  // namespace sparkgate::replay
