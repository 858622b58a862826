#pragma once

#include <benchmark/benchmark.h>

#include "support/counting_new.h"

namespace sparkgate::bench {

/// Times `work` and counts what one call of it allocates once everything that is kept from call to
/// call is there (plans, buffers, time series).
template <class Work>
void measure(benchmark::State& state, const Work& work) {
  work();
  for (auto _ : state) work();
  state.counters["allocations"] = static_cast<double>(allocations_of(work));
}

}  // namespace sparkgate::bench
