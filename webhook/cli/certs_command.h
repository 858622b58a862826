#pragma once

#include <functional>

#include "base/result.h"

namespace CLI {
class App;
}

namespace sparkgate::cli {

/// Declares `certs` and all below it on `app`. When one of them is chosen, parsing sets `run`
/// to what executes it and returns the exit code: 0 done or all is well, 1 a finding, 2 bad usage
/// or a file that cannot be read or written. `run` must outlive the parsing.
void add_certs(CLI::App& app, std::function<int()>& run);

/// The same for `rotate` on `certs`; 1 is for what is not finished yet.
void add_certs_rotate(CLI::App& certs, std::function<int()>& run);

/// How each of them ends when something stops it: prints the error, and returns kUsage.
int refuse(const Error& error);

}  // namespace sparkgate::cli
