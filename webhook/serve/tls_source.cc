#include "serve/tls_source.h"

#include <chrono>
#include <utility>

#include "base/files.h"
#include "base/log.h"
#include "certs/describe.h"
#include "certs/pem.h"

namespace sparkgate::serve {
namespace {

/// When the certificate that a client sees ends, in seconds since the epoch; 0 when it cannot be
/// told.
double not_after(const std::string& pem) {
  const auto chain = certs::parse_chain(pem);
  if (!chain || chain->empty()) return 0;
  const auto description = certs::describe(chain->front());
  if (!description) return 0;
  return std::chrono::duration<double>(description->not_after.time_since_epoch()).count();
}

Counter reloads(Metrics& metrics, const char* result) {
  return metrics.counter("sparkgate_certificate_reload_total", "Changes of the certificate files.",
                         {{"result", result}});
}

}  // namespace

TlsSource::TlsSource(std::string cert_path, std::string key_path, Metrics& metrics)
    : cert_path_(std::move(cert_path)),
      key_path_(std::move(key_path)),
      metrics_(metrics),
      replaced_(reloads(metrics, "success")),
      refused_(reloads(metrics, "failure")) {}

Result<void> TlsSource::start() {
  return load();
}

void TlsSource::poll() {
  const std::string before = tried_;
  const Result<void> loaded = load();
  if (tried_ == before) return;
  (loaded ? replaced_ : refused_).add();
  if (loaded) {
    log(LogLevel::info, "certificate", {{"file", cert_path_}});
  } else {
    log(LogLevel::error, "certificate is not replaced: the last good one serves on",
        {{"why", loaded.error().message}});
  }
}

Result<void> TlsSource::load() {
  const Result<std::string> cert = read_file(cert_path_, net::kMaxPemBytes);
  const Result<std::string> key = read_file(key_path_, net::kMaxPemBytes);
  const Result<std::string>& worse = cert ? key : cert;  // the one that cannot be read, if any
  std::string seen = worse ? *cert + '\n' + *key : worse.error().message;
  if (seen == tried_) return {};
  tried_ = std::move(seen);
  if (!worse) return worse.error();
  auto context = net::TlsContext::from_pem(*cert, *key);
  if (!context) return Error{cert_path_ + ", " + key_path_ + ": " + context.error().message};
  metrics_
      .gauge("sparkgate_certificate_not_after_timestamp_seconds",
             "When the serving certificate ends.")
      .set(not_after(*cert));
  context_.publish(std::move(*context));
  return {};
}

}  // namespace sparkgate::serve
