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

void work(Conveyor& conveyor, const Sets& sets, Report& report, Seen& seen) {
  Judge judge(sets);
  while (std::unique_ptr<Batch> batch = conveyor.next()) {
    batch->text.append(admission::kPadding, ' ');
    for (Line& line : batch->lines) {
      if (line.problem.empty()) {
        report.add(judge.judge(line.at, batch->text_of(line)));
      } else {
        Outcome broken;
        broken.at = line.at;
        broken.problem = std::move(line.problem);
        report.add(broken);
      }
    }
    seen.objects += batch->lines.size();
    conveyor.done(std::move(batch));
  }
}

}  // namespace

void run(const std::vector<std::string>& files, const Sets& sets, unsigned threads, Report& report,
         Seen& seen) {
  Conveyor conveyor(threads);
  std::vector<Report> parts(threads, Report(report.examples));
  std::vector<std::jthread> workers;
  for (Report& part : parts) {
    workers.emplace_back([&conveyor, &sets, &part, &seen] { work(conveyor, sets, part, seen); });
  }
  Filler filler(conveyor);
  for (const std::string& file : files) read_file_lines(file, filler, seen);
  filler.finish();
  for (std::jthread& worker : workers) worker.join();
  for (const Report& part : parts) report.merge(part);
}

}  // namespace sparkgate::replay
