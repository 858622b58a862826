#pragma once

#include <cstddef>

namespace sparkgate {

/// Memory that runs out. A program that links this file has an `operator new` of its own and gives
/// OpenSSL its malloc; both fail once when asked to, on every thread but those that are spared.

/// The `n`-th allocation from now on (1: the next) fails, once.
void fail_allocation(std::size_t n);

/// No allocation fails any more. Whether one had.
bool stop_failing();

/// Whether this thread's allocations never fail, and are not counted.
void spare_this_thread(bool spare);

}  // namespace sparkgate
