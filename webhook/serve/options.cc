#include "serve/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <map>
#include <utility>
#include <vector>

#include "base/cpus.h"
#include "net/server.h"
#include "version.h"

namespace sparkgate::serve {
namespace {

using std::chrono::milliseconds;

constexpr int kUsage = 2;
constexpr std::size_t kLeastBody = 1024;  // our own readiness review must fit
constexpr double kLongestSeconds = 24 * 60 * 60;

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

/// What `with_units` does, and `expected` where it would list all its units.
CLI::Validator in_plain_words(const CLI::Validator& with_units, const std::string& expected) {
  return CLI::Validator(
      [with_units, expected](std::string& text) {
        const std::string given = text;
        try {
          return with_units(text);
        } catch (const CLI::ValidationError&) {
          return "must be " + expected + ", not '" + given + "'";
        }
      },
      "");
}

/// A whole number; CLI11 itself takes -1 for a large one.
CLI::Option* at_least(CLI::Option* option, std::size_t least, const std::string& text) {
  return option->check([least, text](const std::string& word) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    const bool good = error == std::errc() && end == word.data() + word.size() && number >= least;
    return good ? std::string() : "must be a number, " + text + " or more";
  });
}

CLI::Option* address_flag(CLI::App& app, const std::string& name, std::string& value,
                          const std::string& help) {
  return flag(app, name, value, help)
      ->type_name("HOST:PORT")
      ->capture_default_str()
      ->check([](const std::string& text) {
        const Result<void> usable = net::check_address(text);
        return usable ? std::string() : usable.error().message;
      });
}

template <class Value>
using Words = std::vector<std::pair<std::string, Value>>;

/// "debug, info or warn"
template <class Value>
std::string listed(const Words<Value>& words) {
  std::string text = words.front().first;
  for (std::size_t i = 1; i < words.size(); ++i) {
    text += (i + 1 == words.size() ? " or " : ", ") + words[i].first;
  }
  return text;
}

/// One word of a few. `words` must outlive the parsing.
template <class Value>
CLI::Option* word_flag(CLI::App& app, const std::string& name, Value& value,
                       const Words<Value>& words, const std::string& help) {
  const auto find = [&words](const std::string& word) {
    return std::find_if(words.begin(), words.end(),
                        [&word](const auto& known) { return known.first == word; });
  };
  return app
      .add_option_function<std::string>(
          name, [&value, find](const std::string& word) { value = find(word)->second; }, help)
      ->envname(environment_name(name))
      ->check([&words, find](const std::string& word) {
        const bool known = find(word) != words.end();
        return known ? std::string() : "must be " + listed(words) + ", not '" + word + "'";
      });
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
  option->transform(
      in_plain_words(CLI::AsNumberWithUnit(kUnits, CLI::AsNumberWithUnit::CASE_SENSITIVE, "TIME"),
                     "a time such as 500ms, 15s or 2m"));
  return option->check([](const std::string& seconds) {
    const double number = std::strtod(seconds.c_str(), nullptr);
    return number >= 0 && number <= kLongestSeconds ? "" : "must be a time from 0 to 24h";
  });
}

std::string not_empty(const std::string& text) {
  return text.empty() ? "must not be empty" : "";
}

void add_client_flags(CLI::App& app, TlsFiles& tls) {
  CLI::Option* authorities = flag(app, "--client-ca", tls.client_ca,
                                  "Serve only clients with a certificate of these CAs, PEM")
                                 ->type_name("FILE")
                                 ->check(not_empty);
  flag(app, "--client-name", tls.client_names,
       "… whose common name or DNS name is this; repeat it, or write a,b")
      ->type_name("NAME")
      ->allow_extra_args(false)
      ->delimiter(',')
      ->check(not_empty)
      ->needs(authorities);
}

/// A variable that is set and empty is a template gone wrong; CLI11 takes it for none, and clients
/// would not be asked for what they were to show.
void refuse_empty_variables(const CLI::App& app) {
  for (const CLI::Option* option : app.get_options()) {
    const char* value =
        option->get_envname().empty() ? nullptr : std::getenv(option->get_envname().c_str());
    if (value != nullptr && *value == '\0' && option->count() == 0) {
      throw CLI::ValidationError(option->get_envname(), "must not be empty");
    }
  }
}

void add_flags(CLI::App& app, Options& options) {
  flag(app, "--policies", options.policies, "Policy directory")->required()->type_name("DIR");
  flag(app, "--tls-cert", options.tls.certificate, "Certificate chain, PEM")
      ->required()
      ->type_name("FILE");
  flag(app, "--tls-key", options.tls.key, "Its private key, PEM")->required()->type_name("FILE");
  add_client_flags(app, options.tls);
  net::ServerOptions& server = options.server;
  address_flag(app, "--listen", server.listen, "Admission port (TLS)");
  address_flag(app, "--status-listen", server.status_listen,
               "/healthz, /readyz, /metrics (plain HTTP)");
  flag(app, "--threads", server.threads, "I/O threads (default: the CPUs this cgroup grants)")
      ->check(CLI::Range(1, 1024));
  at_least(flag(app, "--max-body", server.max_body, "Largest request body (default 7MiB)"),
           kLeastBody, "1KiB")
      ->transform(in_plain_words(CLI::AsSizeValue(false), "a size such as 512KiB or 7MiB"))
      ->type_name("SIZE");
  at_least(flag(app, "--max-connections", server.max_connections, "Connections at most"), 1, "1")
      ->capture_default_str();
  at_least(flag(app, "--max-inflight-bytes", server.in_flight.bytes,
                "Memory for bodies and their reading (default 128MiB); past it 429"),
           1, "1B")
      ->transform(in_plain_words(CLI::AsSizeValue(false), "a size such as 64MiB or 1GiB"))
      ->type_name("SIZE");
  at_least(flag(app, "--max-queue", server.in_flight.requests,
                "Requests begun and not answered; past it 429"),
           1, "1")
      ->capture_default_str();
  time_flag(app, "--poll-interval", options.poll_interval,
            "How often policies and certificates are looked at (default 2s)");
  time_flag(app, "--drain-delay", server.drain.delay,
            "How long to go on accepting after SIGTERM (default 15s)");
  time_flag(app, "--shutdown-timeout", server.drain.limit, "When to stop at last (default 60s)");
}

void add_log_flags(CLI::App& app, Options& options) {
  static const Words<LogLevel> kLevels = {{"debug", LogLevel::debug},
                                          {"info", LogLevel::info},
                                          {"warn", LogLevel::warn},
                                          {"error", LogLevel::error},
                                          {"off", LogLevel::off}};
  static const Words<LogFormat> kFormats = {{"json", LogFormat::json}, {"text", LogFormat::text}};
  word_flag(app, "--log-level", options.log_level, kLevels, listed(kLevels) + " (default info)")
      ->type_name("LEVEL");
  word_flag(app, "--log-format", options.log_format, kFormats, listed(kFormats) + " (default json)")
      ->type_name("FORMAT");
}

}  // namespace

void declare_command_line(CLI::App& app, Options& options) {
  app.name("sparkgate-webhook");
  app.description(
      "The sparkgate admission webhook: answers AdmissionReviews on /mutate and /validate.");
  app.set_version_flag("--version", std::string("sparkgate ") + kVersion + " (" + kCommit + ")");
  add_flags(app, options);
  add_log_flags(app, options);
  app.footer(
      "Every flag can be given as an environment variable, SPARKGATE_<FLAG>: SPARKGATE_TLS_CERT.\n"
      "The first line on stdout says where it listens; the log goes to stderr.\n"
      "SIGTERM and SIGINT drain, a second one stops at once; SIGHUP reads policies and\n"
      "certificates now.\n"
      "Exit codes: 0 stopped as asked, 1 could not start, 2 usage.");
}

std::optional<Options> parse_options(int argc, char** argv, int& exit_code) {
  Options options;
  options.server.threads = granted_cpus();
  CLI::App app;
  declare_command_line(app, options);
  try {
    app.parse(argc, argv);
    refuse_empty_variables(app);
  } catch (const CLI::ParseError& error) {
    exit_code = app.exit(error) == 0 ? 0 : kUsage;
    return std::nullopt;
  }
  return options;
}

}  // namespace sparkgate::serve
