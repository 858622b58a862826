#pragma once

#include "serve/options.h"

namespace sparkgate::serve {

/// Serves until it is told to stop. Returns the exit code: 0 stopped as asked, 1 could not start.
int run(const Options& options);

}  // namespace sparkgate::serve
