#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

namespace sparkgate::bench {

/// Ends the program: without its inputs a benchmark measures nothing.
[[noreturn]] inline void give_up(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::exit(1);
}

}  // namespace sparkgate::bench
