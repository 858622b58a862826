#include "base/memory_reserve.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace sparkgate {
namespace {

constexpr std::size_t kBytes = 1024 * 1024;

std::atomic<void*> reserve = nullptr;

void give_up_reserve() {
  void* block = reserve.exchange(nullptr);
  if (block == nullptr) throw std::bad_alloc();
  std::free(block);
}

}  // namespace

void keep_memory_reserve() {
  std::set_new_handler(give_up_reserve);
  if (reserve != nullptr) return;
  void* expected = nullptr;
  void* block = std::malloc(kBytes);
  if (!reserve.compare_exchange_strong(expected, block)) std::free(block);
}

}  // namespace sparkgate
