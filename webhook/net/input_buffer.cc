#include "net/input_buffer.h"

#include <algorithm>
#include <cstring>

#include "net/http_types.h"

namespace sparkgate::net {

std::span<char> InputBuffer::space() {
  if (capacity_ == 0) reallocate(kUsualRoom + kBodyPadding);
  move_to_front();
  return {memory_.get() + end_, capacity_ - kBodyPadding - end_};
}

void InputBuffer::reserve(std::size_t total) {
  if (begin_ + total + kBodyPadding <= capacity_) return;
  if (total + kBodyPadding <= capacity_) return move_to_front();
  reallocate(std::max(total, kUsualRoom) + kBodyPadding);
}

void InputBuffer::consume(std::size_t count) {
  begin_ += count;
  if (begin_ == end_) begin_ = end_ = 0;
  const bool large = capacity_ > kUsualRoom + kBodyPadding;
  if (large && end_ - begin_ <= kUsualRoom) reallocate(kUsualRoom + kBodyPadding);
}

void InputBuffer::move_to_front() {
  if (begin_ == 0) return;
  std::memmove(memory_.get(), memory_.get() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
}

/// Not zeroed: of seven announced megabytes only what arrives becomes resident.
void InputBuffer::reallocate(std::size_t capacity) {
  std::unique_ptr<char[]> memory(new char[capacity]);
  if (end_ > begin_) std::memcpy(memory.get(), memory_.get() + begin_, end_ - begin_);
  memory_ = std::move(memory);
  capacity_ = capacity;
  end_ -= begin_;
  begin_ = 0;
}

}  // namespace sparkgate::net
