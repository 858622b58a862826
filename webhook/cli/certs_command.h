#pragma once

#include <functional>

namespace CLI {
class App;
}

namespace sparkgate::cli {

/// Declares `certs init` and `certs show` on `app`. When one of them is chosen, parsing sets `run`
/// to what executes it and returns the exit code: 0 done or all is well, 1 a finding, 2 bad usage
/// or a file that cannot be read or written. `run` must outlive the parsing.
void add_certs(CLI::App& app, std::function<int()>& run);

}  // namespace sparkgate::cli
