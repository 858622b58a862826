#include "support/counting_new.h"

#include <cstdlib>
#include <new>

namespace {

thread_local std::size_t calls = 0;

void* counted(void* memory) {
  ++calls;
  if (memory) return memory;
  throw std::bad_alloc();
}

}  // namespace

namespace sparkgate {

std::size_t allocations() {
  return calls;
}

}  // namespace sparkgate

// The other forms (arrays, nothrow) come down to these two.
void* operator new(std::size_t size) {
  return counted(std::malloc(size));
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  const auto unit = static_cast<std::size_t>(alignment);
  return counted(std::aligned_alloc(unit, (size + unit - 1) / unit * unit));
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}
