#include "certs/cluster/wiping_memory.h"

#include <malloc.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <new>

namespace {

std::atomic<bool> wiping{false};

void release(void* memory) {
  if (memory != nullptr && wiping.load(std::memory_order_relaxed)) {
    ::explicit_bzero(memory, ::malloc_usable_size(memory));
  }
  std::free(memory);
}

// As OpenSSL wants them, with where in its code they are called.
void* take(std::size_t size, const char*, int) {
  return std::malloc(size);
}

void give_back(void* memory, const char*, int) {
  release(memory);
}

/// Never in place: what moves leaves a copy behind.
void* resize(void* memory, std::size_t size, const char*, int) {
  if (size == 0) return release(memory), nullptr;
  void* moved = std::malloc(size);
  if (moved == nullptr || memory == nullptr) return moved;
  std::memcpy(moved, memory, std::min(size, ::malloc_usable_size(memory)));
  release(memory);
  return moved;
}

}  // namespace

// The forms for arrays call these. A sanitizer has its own of those that are left out.

void* operator new(std::size_t size) {
  void* memory = std::malloc(std::max<std::size_t>(size, 1));
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return std::malloc(std::max<std::size_t>(size, 1));
}

void operator delete(void* memory) noexcept {
  release(memory);
}

void operator delete(void* memory, std::size_t) noexcept {
  release(memory);
}

namespace sparkgate::cluster {

void wipe_what_is_freed() {
  wiping = true;
  ::CRYPTO_set_mem_functions(take, resize, give_back);
}

}  // namespace sparkgate::cluster
