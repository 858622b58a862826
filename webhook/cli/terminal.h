#pragma once

#include <string>
#include <string_view>

namespace sparkgate::cli {

/// Colours of standard output: on a terminal and without NO_COLOR, else none.
class Colours {
 public:
  Colours();

  /// None, wherever the text goes.
  static Colours none() { return Colours(false); }

  std::string bold(std::string_view text) const { return wrap("1", text); }
  std::string red(std::string_view text) const { return wrap("31", text); }
  std::string green(std::string_view text) const { return wrap("32", text); }
  std::string yellow(std::string_view text) const { return wrap("33", text); }
  std::string cyan(std::string_view text) const { return wrap("36", text); }
  std::string faint(std::string_view text) const { return wrap("2", text); }

 private:
  explicit Colours(bool on) : on_(on) {}
  std::string wrap(std::string_view code, std::string_view text) const;

  bool on_;
};

}  // namespace sparkgate::cli
