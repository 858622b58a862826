#pragma once

#include <benchmark/benchmark.h>

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace sparkgate::bench {

/// Ends with a Markdown table, a row a shape: for each door the time of the largest pod, and the
/// time of one of its items as a multiple of the time of one of the smallest pod's. 1 is linear, 4
/// is quadratic.
class SizeReport : public benchmark::ConsoleReporter {
 public:
  SizeReport() : ConsoleReporter(OO_None) {}

  /// Benchmarks are called SHAPE/DOOR, and their complexity is the number of items.
  void ReportRuns(const std::vector<Run>& runs) override;
  void Finalize() override;

 private:
  using Times = std::map<std::int64_t, double>;            // milliseconds of CPU by number of items
  using Row = std::vector<std::pair<std::string, Times>>;  // by door

  std::vector<std::pair<std::string, Row>> rows_;
};

}  // namespace sparkgate::bench
