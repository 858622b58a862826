#include "cli/terminal.h"

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

}  // namespace sparkgate::cli
