#pragma once

#include <string>

#include "base/metrics.h"
#include "base/result.h"
#include "base/snapshot.h"
#include "net/tls.h"

namespace sparkgate::serve {

/// Certificate and key files of a running server: loads them as a pair, watches their content. A
/// pair that does not load leaves the last good one serving. For one thread; the snapshot is for
/// all.
class TlsSource {
 public:
  /// `metrics` must outlive the source.
  TlsSource(std::string cert_path, std::string key_path, Metrics& metrics);

  /// Loads the first pair, or says why it cannot.
  Result<void> start();

  /// Looks whether the content has changed, and publishes it when it is a pair.
  void poll();

  const Snapshot<net::TlsContext>& context() const { return context_; }

 private:
  Result<void> load();

  std::string cert_path_;
  std::string key_path_;
  Metrics& metrics_;
  Counter replaced_;
  Counter refused_;
  Snapshot<net::TlsContext> context_;
  std::string tried_;  // both texts that were tried last, or why they could not be read
};

}  // namespace sparkgate::serve
