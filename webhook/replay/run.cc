#include "replay/run.h"

#include <memory>
#include <thread>

#include "replay/conveyor.h"
#include "replay/read_lines.h"

namespace sparkgate::replay {
namespace {

constexpr std::size_t kBatchBytes = 512 * 1024;

/// Fills batches.
class Filler : public LineSink {
 public:
  explicit Filler(Conveyor& conveyor) : conveyor_(conveyor), batch_(conveyor.empty_batch()) {}

  void line(const Position& at, std::string_view text) override {
    batch_->lines.push_back({at, batch_->text.size(), text.size(), ""});
    batch_->text += text;
    if (batch_->text.size() >= kBatchBytes) next();
  }

  void problem(const Position& at, std::string problem) override {
    batch_->lines.push_back({at, 0, 0, std::move(problem)});
    constexpr std::size_t kMostLines = 10'000;
    if (batch_->lines.size() >= kMostLines) next();
  }

  void finish() {
    conveyor_.send(std::move(batch_));
    conveyor_.end();
  }

 private:
  void next() {
    conveyor_.send(std::move(batch_));
    batch_ = conveyor_.empty_batch();
  }

  Conveyor& conveyor_;
  std::unique_ptr<Batch> batch_;
};

void work(Conveyor& conveyor, const Sets& sets) {
  Judge judge(sets);
  while (std::unique_ptr<Batch> batch = conveyor.next()) {
    batch->text.append(admission::kPadding, ' ');
    std::vector<Outcome> outcomes;
    outcomes.reserve(batch->lines.size());
    for (Line& line : batch->lines) {
      if (line.problem.empty()) {
        outcomes.push_back(judge.judge(line.at, batch->text_of(line)));
      } else {
        Outcome& broken = outcomes.emplace_back();
        broken.at = line.at;
        broken.problem = std::move(line.problem);
      }
    }
    conveyor.done(std::move(batch), std::move(outcomes));
  }
}

}  // namespace

void run(const std::vector<std::string>& files, const Sets& sets, unsigned threads,
         Report& report) {
  Conveyor conveyor(threads, report);
  std::vector<std::jthread> workers;
  for (unsigned i = 0; i < threads; ++i) {
    workers.emplace_back([&conveyor, &sets] { work(conveyor, sets); });
  }
  Filler filler(conveyor);
  for (const std::string& file : files) read_file_lines(file, filler);
  filler.finish();
}  // the workers end here

}  // namespace sparkgate::replay
