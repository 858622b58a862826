// What a pod costs that was made to be expensive: time against size, at both doors.

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "admission/door.h"
#include "bench/give_up.h"
#include "bench/policy_sets.h"
#include "bench/sizes/grown.h"
#include "bench/sizes/report.h"

namespace sparkgate::bench {
namespace {

using admission::DoorKind;

struct Asked {
  const char* name;
  DoorKind door;
  Sent sent;
};
constexpr Asked kAsked[] = {
    {"mutate CREATE", DoorKind::mutate, Sent::create},
    {"mutate UPDATE", DoorKind::mutate, Sent::update},
    {"validate CREATE", DoorKind::validate, Sent::create},
    {"validate UPDATE", DoorKind::validate, Sent::update},
};

void ask(benchmark::State& state, const Shape& shape, const Asked& asked) {
  const int count = static_cast<int>(state.range(0));
  const Body body = grown(shape, count, asked.sent);
  const PolicySetPointer policies = policy_set("everything");
  const Snapshot<decision::PolicySet> snapshot(policies);
  Metrics metrics;
  admission::Door door(asked.door, snapshot, metrics);
  std::string answer;
  for (auto _ : state) {
    answer.clear();
    if (door.answer(body.text(), answer) != 200) give_up(answer);
  }
  state.SetComplexityN(count);
  state.counters["bytes"] = static_cast<double>(body.text().size());
}

void add_all() {
  static const std::vector<Shape> kShapes = shapes();
  for (const Shape& shape : kShapes) {
    for (const Asked& asked : kAsked) {
      auto* one =
          benchmark::RegisterBenchmark((shape.name + "/" + asked.name).c_str(),
                                       [&](benchmark::State& state) { ask(state, shape, asked); });
      one->Unit(benchmark::kMillisecond);
      for (const int part : {4, 2, 1}) one->Arg(shape.largest / part);
    }
  }
}

}  // namespace
}  // namespace sparkgate::bench

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  sparkgate::bench::add_all();
  sparkgate::bench::SizeReport report;
  benchmark::RunSpecifiedBenchmarks(&report);
}
