#include "serve/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <map>

#include "serve/cpus.h"
#include "version.h"

namespace sparkgate::serve {
namespace {

using std::chrono::milliseconds;

constexpr int kUsage = 2;

/// SPARKGATE_TLS_CERT for --tls-cert
std::string environment_name(const std::string& flag) {
  std::string name = "SPARKGATE_" + flag.substr(2);
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) {
    return c == '-' ? '_' : static_cast<char>(std::toupper(c));
  });
  return name;
}

template <class Value>
CLI::Option* flag(CLI::App& app, const std::string& name, Value& value, const std::string& help) {
  return app.add_option(name, value, help)->envname(environment_name(name));
}

/// A time such as 500ms, 15s, 2m; a bare number is seconds.
CLI::Option* time_flag(CLI::App& app, const std::string& name, milliseconds& value,
                       const std::string& help) {
  static const std::map<std::string, double> kUnits = {
      {"ms", 0.001}, {"s", 1}, {"m", 60}, {"h", 3600}};
  auto* option = app.add_option_function<double>(
      name, [&value](const double& seconds) { value = milliseconds(std::llround(seconds * 1000)); },
      help);
  option->envname(environment_name(name))->type_name("TIME");
  option->transform(CLI::AsNumberWithUnit(kUnits, CLI::AsNumberWithUnit::CASE_SENSITIVE, "TIME"));
  return option->check(CLI::NonNegativeNumber);
}

void add_flags(CLI::App& app, Options& options) {
  flag(app, "--policies", options.policies, "Policy directory")->required()->type_name("DIR");
  flag(app, "--tls-cert", options.tls_cert, "Certificate chain, PEM")
      ->required()
      ->type_name("FILE");
  flag(app, "--tls-key", options.tls_key, "Its private key, PEM")->required()->type_name("FILE");
  net::ServerOptions& server = options.server;
  flag(app, "--listen", server.listen, "Admission port (TLS)")->capture_default_str();
  flag(app, "--status-listen", server.status_listen, "/healthz, /readyz, /metrics (plain HTTP)")
      ->capture_default_str();
  flag(app, "--threads", server.threads, "I/O threads (default: the CPUs this cgroup grants)")
      ->check(CLI::Range(1, 1024));
  flag(app, "--max-body", server.max_body, "Largest request body (default 7MiB)")
      ->transform(CLI::AsSizeValue(false))
      ->type_name("SIZE");
  flag(app, "--max-connections", server.max_connections, "Connections at most")
      ->capture_default_str();
  time_flag(app, "--poll-interval", options.poll_interval,
            "How often policies and certificates are looked at (default 2s)");
  time_flag(app, "--drain-delay", server.drain.delay,
            "How long to go on accepting after SIGTERM (default 15s)");
  time_flag(app, "--shutdown-timeout", server.drain.limit, "When to stop at last (default 60s)");
}

void add_log_flags(CLI::App& app, Options& options) {
  static const std::map<std::string, LogLevel> kLevels = {{"debug", LogLevel::debug},
                                                          {"info", LogLevel::info},
                                                          {"warn", LogLevel::warn},
                                                          {"error", LogLevel::error},
                                                          {"off", LogLevel::off}};
  static const std::map<std::string, LogFormat> kFormats = {{"json", LogFormat::json},
                                                            {"text", LogFormat::text}};
  flag(app, "--log-level", options.log_level, "debug, info, warn, error or off (default info)")
      ->transform(CLI::CheckedTransformer(kLevels))
      ->option_text("LEVEL");
  flag(app, "--log-format", options.log_format, "json or text (default json)")
      ->transform(CLI::CheckedTransformer(kFormats))
      ->option_text("FORMAT");
}

}  // namespace

std::optional<Options> parse_options(int argc, char** argv, int& exit_code) {
  Options options;
  options.server.threads = granted_cpus();
  CLI::App app(
      "The sparkgate admission webhook: answers AdmissionReviews on /mutate and /validate.",
      "sparkgate-webhook");
  app.set_version_flag("--version", std::string("sparkgate ") + kVersion + " (" + kCommit + ")");
  add_flags(app, options);
  add_log_flags(app, options);
  app.footer(
      "Every flag can be given as an environment variable, SPARKGATE_<FLAG>: SPARKGATE_TLS_CERT.\n"
      "The first line on stdout says where it listens; the log goes to stderr.\n"
      "SIGTERM and SIGINT drain, a second one stops at once; SIGHUP reads policies and\n"
      "certificates now.\n"
      "Exit codes: 0 stopped as asked, 1 could not start, 2 usage.");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    exit_code = app.exit(error) == 0 ? 0 : kUsage;
    return std::nullopt;
  }
  return options;
}

}  // namespace sparkgate::serve
