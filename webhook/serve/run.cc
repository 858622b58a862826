#include "serve/run.h"

#include <signal.h>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "base/json_text.h"
#include "base/log.h"
#include "base/memory_reserve.h"
#include "serve/policy_source.h"
#include "serve/process.h"
#include "serve/readiness.h"
#include "serve/routes.h"
#include "serve/tls_source.h"
#include "version.h"

namespace sparkgate::serve {
namespace {

using Clock = std::chrono::steady_clock;

/// The signals we wait for. Blocked before the first thread starts, so that every thread inherits
/// it and only `next` takes them.
class Signals {
 public:
  Signals() {
    ::sigemptyset(&set_);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) ::sigaddset(&set_, signal);
    ::pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  }

  /// The next signal, or 0 when none came in `wait`.
  int next(std::chrono::milliseconds wait) const {
    const timespec time{wait.count() / 1000, wait.count() % 1000 * 1'000'000};
    const int signal = ::sigtimedwait(&set_, nullptr, &time);
    return signal > 0 ? signal : 0;
  }

 private:
  sigset_t set_{};
};

/// The line on stdout that scripts wait for.
void announce(const net::Server& server, const decision::PolicySet& policies) {
  std::string line = R"({"event":"listening","admission":)";
  append_json_string(line, server.admission_address());
  line += R"(,"status":)";
  append_json_string(line, server.status_address());
  line += ",\"policies\":" + std::to_string(policies.policies().size()) + ",\"fingerprint\":";
  append_json_string(line, policies.fingerprint());
  line += ",\"version\":";
  append_json_string(line, kVersion);
  std::cout << line << "}" << std::endl;
}

/// A running server and what it is made of.
class Webhook {
 public:
  explicit Webhook(const Options& options)
      : options_(options), policies_(options.policies, metrics_), tls_(options.tls, metrics_) {
    metrics_
        .gauge("sparkgate_build_info", "1; the version is in the labels.",
               {{"version", kVersion}, {"commit", kCommit}})
        .set(1);
  }

  /// Loads and binds everything. What stops it is printed on stderr.
  bool start() {
    const auto issues = policies_.start();
    if (!issues) return say(issues.error());
    if (policyfile::has_errors(*issues)) return say(*issues);
    if (const Result<void> tls = tls_.start(); !tls) return say(tls.error());
    auto server = net::Server::start(
        options_.server, tls_.context(),
        [this] { return admission_routes(policies_.policies(), metrics_); },
        [this] { return status_routes(readiness_, metrics_); }, net::NetMetrics(metrics_));
    if (!server) return say(server.error());
    server_ = std::move(*server);
    announce(*server_, *policies_.policies().take());
    return true;
  }

  /// Until the server has stopped: signals, readiness, and a look at the files now and then.
  void serve(const Signals& signals) {
    Clock::time_point looked = Clock::now();
    while (!server_->stopped()) {
      if (!readiness_.ready() && !draining_) become_ready();
      count_dropped_lines();
      keep_memory_reserve();
      const int signal = signals.next(std::chrono::milliseconds(100));
      if (signal == SIGTERM || signal == SIGINT) stop();
      if (signal == SIGHUP || Clock::now() - looked >= options_.poll_interval) {
        policies_.poll();
        tls_.poll();
        looked = Clock::now();
      }
    }
    server_->join();
  }

 private:
  // In one piece each: the log is written to stderr meanwhile.
  static bool say(const Error& error) {
    std::cerr << "sparkgate-webhook: " + error.message + "\n";
    return false;
  }
  static bool say(const std::vector<policyfile::Issue>& issues) {
    std::string text;
    for (const auto& issue : issues) {
      if (issue.severity() == policyfile::Severity::error) text += text_of(issue);
    }
    std::cerr << text;
    return false;
  }

  void become_ready() {
    const Result<void> answer = check_myself(server_->admission_address(), *tls_.context().take());
    if (!answer) {
      const std::string& why = answer.error().message;
      if (why != not_ready_) log(LogLevel::warn, "not ready", {{"why", why}});
      not_ready_ = why;
      return;
    }
    readiness_.set(true);
    log(LogLevel::info, "ready", {{"admission", server_->admission_address()}});
  }

  void count_dropped_lines() {
    const std::uint64_t dropped = dropped_log_lines();
    dropped_.add(static_cast<double>(dropped - std::exchange(dropped_before_, dropped)));
  }

  /// Drains; the second time, stops at once.
  void stop() {
    if (std::exchange(draining_, true)) return server_->stop_now();
    readiness_.set(false);
    server_->begin_drain();
    log(LogLevel::info, "draining");
  }

  const Options& options_;
  Metrics metrics_;
  const Counter dropped_ = metrics_.counter("sparkgate_log_lines_dropped_total",
                                            "Log lines that stderr was too slow for.");
  std::uint64_t dropped_before_ = 0;
  PolicySource policies_;
  TlsSource tls_;
  Readiness readiness_;
  std::string not_ready_;  // the reason that was logged last
  bool draining_ = false;
  std::unique_ptr<net::Server> server_;  // last: its threads use all of the above
};

}  // namespace

int run(const Options& options) {
  const Signals signals;
  set_up_process();
  keep_memory_reserve();
  open_log(options.log_level, options.log_format);
  int exit_code = 1;
  {
    Webhook webhook(options);
    if (webhook.start()) {
      webhook.serve(signals);
      exit_code = 0;
    }
  }
  // A writer that is stuck would hold the process up at its end.
  if (!close_log()) std::_Exit(exit_code);
  return exit_code;
}

}  // namespace sparkgate::serve
