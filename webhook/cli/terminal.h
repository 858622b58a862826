#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sparkgate::cli {

/// Colours of standard output: on a terminal and without NO_COLOR, else none. Good is blue and bad
/// is orange, which all eyes tell apart; no meaning is in a colour alone.
class Colours {
 public:
  Colours();

  /// None, wherever the text goes.
  static Colours none() { return Colours(false); }

  std::string bold(std::string_view text) const { return wrap("1", text); }
  std::string bad(std::string_view text) const { return wrap("38;5;208", text); }
  std::string good(std::string_view text) const { return wrap("38;5;39", text); }
  std::string yellow(std::string_view text) const { return wrap("33", text); }
  std::string cyan(std::string_view text) const { return wrap("36", text); }
  std::string faint(std::string_view text) const { return wrap("2", text); }

 private:
  explicit Colours(bool on) : on_(on) {}
  std::string wrap(std::string_view code, std::string_view text) const;

  bool on_;
};

/// Columns of the terminal that standard output is; 0 when it is none, and lines have any length.
std::size_t terminal_width();

/// A line of at most `width` letters, the last of them "…" when it had more; 0: the line itself.
std::string cut(const std::string& line, std::size_t width);

}  // namespace sparkgate::cli
