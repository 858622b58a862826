#pragma once

#include <cstddef>

namespace sparkgate {

/// How often this thread has called `operator new` since it began. A program that links this file
/// has operators of its own, on top of malloc; what is taken with malloc itself is not counted.
std::size_t allocations();

/// How often one call of `work` does.
template <class Work>
std::size_t allocations_of(const Work& work) {
  const std::size_t before = allocations();
  work();
  return allocations() - before;
}

}  // namespace sparkgate
