#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/log.h"
#include "net/server.h"
#include "serve/tls_source.h"

namespace CLI {
class App;
}

namespace sparkgate::serve {

/// What `sparkgate-webhook` was told.
struct Options {
  std::string policies;
  TlsFiles tls;
  net::ServerOptions server;
  std::chrono::milliseconds poll_interval{2000};
  LogLevel log_level = LogLevel::info;
  LogFormat log_format = LogFormat::json;
};

/// Makes `app` the command line of `sparkgate-webhook`; parsing fills `options`, which must outlive
/// it.
void declare_command_line(CLI::App& app, Options& options);

/// Reads the command line and the environment (`SPARKGATE_<FLAG>`). Prints help, version and what
/// is wrong itself; `exit_code` is what the process then ends with when nothing is returned.
std::optional<Options> parse_options(int argc, char** argv, int& exit_code);

}  // namespace sparkgate::serve
