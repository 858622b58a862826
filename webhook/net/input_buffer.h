#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace sparkgate::net {

/// The bytes a peer has sent and nobody has consumed yet, contiguous and followed by kBodyPadding
/// readable bytes, so that a body is parsed where it lies. Starts with room for usual reviews; a
/// larger request gets what it needs and the room is given back behind it.
class InputBuffer {
 public:
  /// Room that an idle connection has: a head and the usual 10 kB review fit.
  static constexpr std::size_t kUsualRoom = 16 * 1024;
  /// Where to read to. Never empty while fewer than max(kUsualRoom, last reserve()) bytes are here.
  /// Moves what is here: views into bytes() die.
  std::span<char> space();

  /// `count` bytes were written to the start of space().
  void commit(std::size_t count) { end_ += count; }

  /// All that is here and not consumed.
  std::string_view bytes() const { return {memory_.get() + begin_, end_ - begin_}; }

  /// Makes room for a request of `total` bytes, counted from the first byte here. Views into
  /// bytes() die.
  void reserve(std::size_t total);

  /// The first `count` bytes are done with. Gives the room of a large request back.
  void consume(std::size_t count);

  /// Drops everything, memory included.
  void clear() { *this = InputBuffer(); }

  /// Bytes of memory held.
  std::size_t capacity() const { return capacity_; }

 private:
  void move_to_front();
  void reallocate(std::size_t capacity);

  std::unique_ptr<char[]> memory_;
  std::size_t capacity_ = 0;  // kBodyPadding included
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace sparkgate::net
