#include "bench/sizes/report.h"

#include <algorithm>
#include <cstdio>

namespace sparkgate::bench {
namespace {

/// The entry of `name`, made at the end when there is none.
template <class Value>
Value& entry(std::vector<std::pair<std::string, Value>>& entries, const std::string& name) {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const auto& one) { return one.first == name; });
  return found == entries.end() ? entries.emplace_back(name, Value()).second : found->second;
}

}  // namespace

void SizeReport::ReportRuns(const std::vector<Run>& runs) {
  ConsoleReporter::ReportRuns(runs);
  for (const Run& run : runs) {
    const std::string& name = run.run_name.function_name;
    const std::size_t slash = name.rfind('/');
    Row& row = entry(rows_, name.substr(0, slash));
    entry(row, name.substr(slash + 1))[run.complexity_n] = run.GetAdjustedCPUTime();
  }
}

void SizeReport::Finalize() {
  if (rows_.empty()) return;
  std::printf("\n| pod | items |");
  for (const auto& [door, times] : rows_.front().second) std::printf(" %s | × |", door.c_str());
  std::printf("\n|---|---|");
  for (std::size_t i = 0; i < rows_.front().second.size(); ++i) std::printf("---|---|");
  for (const auto& [shape, row] : rows_) {
    std::printf("\n| %s | %lld |", shape.c_str(),
                static_cast<long long>(row.front().second.rbegin()->first));
    for (const auto& [door, times] : row) {
      const auto [few, quick] = *times.begin();
      const auto [many, slow] = *times.rbegin();
      const double growth = slow / static_cast<double>(many) / (quick / static_cast<double>(few));
      std::printf(" %.1f ms | %.2f |", slow, growth);
    }
  }
  std::printf("\n");
}

}  // namespace sparkgate::bench
