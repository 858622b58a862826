// The whole door: bytes of a review in, bytes of its answer out.

#include <benchmark/benchmark.h>

#include <optional>
#include <string>

#include "admission/door.h"
#include "bench/bodies.h"
#include "bench/give_up.h"
#include "bench/measure.h"
#include "bench/parts_bench.h"
#include "bench/policy_sets.h"
#include "bench/silent_log.h"

namespace sparkgate::bench {
namespace {

using admission::DoorKind;

struct Case {
  DoorKind kind;
  std::string set;
  std::string body;
  bool logged = false;
};

void ask(benchmark::State& state, const Case& one) {
  const PolicySetPointer policies = policy_set(one.set);
  const Snapshot<decision::PolicySet> snapshot(policies);
  const Body recording = recorded(one.body);
  const bool mutates = one.kind == DoorKind::mutate;
  const Body body = mutates ? recording : mutated(recording, *policies);
  Metrics metrics;
  admission::Door door(one.kind, snapshot, metrics);
  std::optional<SilentLog> log;
  if (one.logged) log.emplace();
  std::string answer;
  measure(state, [&] {
    answer.clear();
    if (door.answer(body.text(), answer) != 200) give_up(answer);
  });
}

void add(const std::string& door, const Case& one) {
  benchmark::RegisterBenchmark((door + "/" + one.set + "/" + one.body).c_str(),
                               [one](benchmark::State& state) { ask(state, one); });
}

void add_all() {
  for (const std::string set : kPolicySets) {
    for (const std::string body : kBodies) {
      add("mutate", {DoorKind::mutate, set, body});
      add("validate", {DoorKind::validate, set, body});
    }
  }
  for (const std::string body : kBodies) {
    add("mutate+log", {DoorKind::mutate, "shipped", body, true});
    add("validate+log", {DoorKind::validate, "shipped", body, true});
    add_parts("shipped", body);
  }
}

}  // namespace
}  // namespace sparkgate::bench

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  sparkgate::bench::add_all();
  benchmark::RunSpecifiedBenchmarks();
}
