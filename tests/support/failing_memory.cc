#include "support/failing_memory.h"

#include <openssl/crypto.h>

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<long> left = 0;  // allocations up to the one that fails; 0 and less: none fails
thread_local bool spared = false;

bool fails() {
  return !spared && left.load(std::memory_order_relaxed) > 0 && left.fetch_sub(1) == 1;
}

/// As the standard wants operator new: what fails asks the handler and is tried again.
template <class Allocate>
void* asked(Allocate allocate) {
  for (;;) {
    if (void* memory = fails() ? nullptr : allocate()) return memory;
    const std::new_handler handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}

void* openssl_malloc(std::size_t size, const char*, int) {
  return fails() ? nullptr : std::malloc(size);
}
void* openssl_realloc(void* memory, std::size_t size, const char*, int) {
  return fails() ? nullptr : std::realloc(memory, size);
}
void openssl_free(void* memory, const char*, int) {
  std::free(memory);
}

// OpenSSL takes other functions before its first allocation only.
const int taken = CRYPTO_set_mem_functions(openssl_malloc, openssl_realloc, openssl_free);

}  // namespace

namespace sparkgate {

void fail_allocation(std::size_t n) {
  if (taken != 1) std::abort();
  left = static_cast<long>(n);
}

bool stop_failing() {
  return left.exchange(0) <= 0;
}

void spare_this_thread(bool spare) {
  spared = spare;
}

}  // namespace sparkgate

// All forms that are used here: a sanitizer has its own of those that are left out.
void* operator new(std::size_t size) {
  return asked([size] { return std::malloc(size); });
}
void* operator new[](std::size_t size) {
  return ::operator new(size);
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  try {
    return ::operator new(size);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}
void* operator new[](std::size_t size, const std::nothrow_t& nothrow) noexcept {
  return ::operator new(size, nothrow);
}
void operator delete[](void* memory) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  const auto unit = static_cast<std::size_t>(alignment);
  return asked([unit, size] { return std::aligned_alloc(unit, (size + unit - 1) / unit * unit); });
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
