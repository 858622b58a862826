#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>

namespace sparkgate::cli {
namespace {

bool wants_colour() {
  const char* no_colour = std::getenv("NO_COLOR");  // https://no-color.org: any value but ""
  if (no_colour && *no_colour) return false;
  const char* forced = std::getenv("CLICOLOR_FORCE");
  return ::isatty(STDOUT_FILENO) == 1 || (forced && *forced && *forced != '0');
}

}  // namespace

Colours::Colours() : on_(wants_colour()) {}

std::string Colours::wrap(std::string_view code, std::string_view text) const {
  if (!on_) return std::string(text);
  return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
}

std::size_t terminal_width() {
  winsize size{};
  const bool known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
  return known ? size.ws_col : 0;
}

std::string cut(const std::string& line, std::size_t width) {
  std::size_t letters = 0, last = 0;  // where the last letter that may have to go begins
  for (std::size_t i = 0; i < line.size() && width > 0; ++i) {
    const bool inside = (static_cast<unsigned char>(line[i]) & 0xC0) == 0x80;  // of UTF-8
    if (inside) continue;
    if (++letters == width) last = i;
    if (letters > width) return line.substr(0, last) + "…";
  }
  return line;
}

}  // namespace sparkgate::cli
