#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/metrics.h"
#include "base/result.h"
#include "base/snapshot.h"
#include "net/tls.h"

namespace sparkgate::serve {

/// Where a server's certificates are.
struct TlsFiles {
  std::string certificate;                // the chain, its own first
  std::string key;                        // of that one
  std::string client_ca;                  // empty: clients are not asked for a certificate
  std::vector<std::string> client_names;  // see net::ClientTrust
};

/// The certificate files of a running server: loads them together, watches their content. What a
/// client would not accept (a key of another certificate, one that has ended or names nobody, …)
/// leaves the last good one serving. For one thread; the snapshot is for all.
class TlsSource {
 public:
  /// `files` and `metrics` must outlive the source.
  TlsSource(const TlsFiles& files, Metrics& metrics);

  /// Loads the first certificate, or says why it cannot be served.
  Result<void> start();

  /// Looks whether the content has changed, and publishes it when it can be served. One whose time
  /// has not come is looked at again.
  void poll();

  const Snapshot<net::TlsContext>& context() const { return context_; }

 private:
  /// The content of all files; wiped at its end, for a key is in it.
  struct Texts {
    std::string certificate, key, client_ca;
    ~Texts();
  };

  Result<void> read(Texts& texts) const;
  bool is_new(const Result<void>& read, const Texts& texts);
  Result<void> publish(const Texts& texts);

  const TlsFiles& files_;
  Metrics& metrics_;
  Counter replaced_;
  Counter refused_;
  Snapshot<net::TlsContext> context_;
  std::size_t tried_ = 0;  // hash of what was tried last, or of why it could not be read
  bool refused_now_ = false;
};

}  // namespace sparkgate::serve
