#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "replay/position.h"

namespace sparkgate::replay {

/// One object of the input, or what is broken there.
struct Line {
  Position at;
  std::size_t offset = 0, size = 0;  // in the batch's text
  std::string problem;               // when it could not be read; there is no text then
};

/// Objects that one thread decides one after the other. The text is padded as parsing needs it.
struct Batch {
  std::string text;
  std::vector<Line> lines;

  std::string_view text_of(const Line& line) const {
    return std::string_view(text).substr(line.offset, line.size);
  }
};

/// Takes what is read, in the order of the input. The text is copied.
class LineSink {
 public:
  virtual ~LineSink() = default;
  virtual void line(const Position& at, std::string_view text) = 0;
  virtual void problem(const Position& at, std::string problem) = 0;
};

}  // namespace sparkgate::replay
