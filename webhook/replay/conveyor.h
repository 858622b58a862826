#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "replay/batch.h"
#include "replay/outcome.h"
#include "replay/report.h"

namespace sparkgate::replay {

/// Carries batches from the thread that reads to those that decide, and what comes of them to the
/// report, in the order of reading. There are a few batches for each thread and no more: who wants
/// another one waits until one comes back.
class Conveyor {
 public:
  /// `report` must outlive it.
  Conveyor(unsigned threads, Report& report);

  // For the one that reads.
  std::unique_ptr<Batch> empty_batch();
  void send(std::unique_ptr<Batch> batch);
  void end();  // nothing more is sent

  // For those that decide.
  std::unique_ptr<Batch> next();  // null: there are no more
  void done(std::unique_ptr<Batch> batch, std::vector<Outcome> outcomes);

 private:
  std::mutex mutex_;
  std::condition_variable came_back_, sent_;
  std::vector<std::unique_ptr<Batch>> empty_;
  std::deque<std::unique_ptr<Batch>> waiting_;
  bool ended_ = false;
  std::uint64_t next_sent_ = 0, next_reported_ = 0;
  std::map<std::uint64_t, std::pair<std::unique_ptr<Batch>, std::vector<Outcome>>> decided_;
  Report& report_;
};

}  // namespace sparkgate::replay
