#include "serve/tls_source.h"

#include <chrono>
#include <cstring>
#include <functional>
#include <utility>

#include "base/files.h"
#include "base/log.h"
#include "certs/serving.h"

namespace sparkgate::serve {
namespace {

constexpr int kReadings = 3;  // until two agree

certs::Time now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

Counter reloads(Metrics& metrics, const char* result) {
  return metrics.counter("sparkgate_certificate_reload_total", "Changes of the certificate files.",
                         {{"result", result}});
}

Result<void> read_pem(const std::string& path, std::string& text) {
  Result<std::string> content = read_file(path, net::kMaxPemBytes);
  if (!content) return content.error();
  text = std::move(*content);
  return {};
}

void wipe(std::string& text) {
  ::explicit_bzero(text.data(), text.size());
}

}  // namespace

TlsSource::Texts::~Texts() {
  wipe(key);
}

TlsSource::TlsSource(const TlsFiles& files, Metrics& metrics)
    : files_(files),
      metrics_(metrics),
      replaced_(reloads(metrics, "success")),
      refused_(reloads(metrics, "failure")) {}

Result<void> TlsSource::start() {
  Texts texts;
  const Result<void> loaded = read(texts);
  is_new(loaded, texts);
  return loaded ? publish(texts) : loaded;
}

Result<void> TlsSource::read(Texts& texts) const {
  wipe(texts.key);
  if (auto done = read_pem(files_.certificate, texts.certificate); !done) return done;
  if (auto done = read_pem(files_.key, texts.key); !done) return done;
  return files_.client_ca.empty() ? Result<void>() : read_pem(files_.client_ca, texts.client_ca);
}

/// Whether the files, or why they cannot be read, are others than the last time.
bool TlsSource::is_new(const Result<void>& read, const Texts& texts) {
  const std::hash<std::string_view> hash;
  std::size_t seen = hash(read ? std::string_view(texts.certificate) : read.error().message);
  for (const std::string* text : {&texts.key, &texts.client_ca}) seen = seen * 31 + hash(*text);
  return std::exchange(tried_, seen) != seen;
}

Result<void> TlsSource::publish(const Texts& texts) {
  const std::string pair = files_.certificate + ", " + files_.key + ": ";
  const net::ClientTrust clients{texts.client_ca, files_.client_names};
  auto context = net::TlsContext::from_pem(texts.certificate, texts.key,
                                           files_.client_ca.empty() ? nullptr : &clients);
  if (!context) return Error{pair + context.error().message};
  const auto serving = certs::read_serving(texts.certificate, now());
  if (!serving) return Error{files_.certificate + ": " + serving.error().message};
  if (serving->refused_because) {
    return Error{files_.certificate +
                 ": clients refuse this certificate: " + *serving->refused_because};
  }
  metrics_
      .gauge("sparkgate_certificate_not_after_timestamp_seconds",
             "When the serving certificate ends.")
      .set(static_cast<double>(serving->not_after.time_since_epoch().count()));
  context_.publish(std::move(*context));
  return {};
}

void TlsSource::poll() {
  Texts texts;
  Result<void> loaded = read(texts);
  const bool changed = is_new(loaded, texts);
  // A pair that is being replaced may be half of one and half of the other.
  for (int i = 0; changed && i < kReadings; ++i) {
    loaded = read(texts);
    if (!is_new(loaded, texts)) break;
  }
  if (!changed && !refused_now_) return;
  if (loaded) loaded = publish(texts);
  refused_now_ = !loaded;
  if (loaded) {
    replaced_.add();
    log(LogLevel::info, "certificate", {{"file", files_.certificate}});
  } else if (changed) {
    refused_.add();
    log(LogLevel::error, "certificate is not replaced: the last good one serves on",
        {{"why", loaded.error().message}});
  }
}

}  // namespace sparkgate::serve
