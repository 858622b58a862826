#pragma once

#include <atomic>
#include <string>

#include "base/result.h"
#include "net/tls.h"

namespace sparkgate::serve {

/// Whether the API server may send us pods. Written by the main thread, read by the status door.
class Readiness {
 public:
  bool ready() const { return ready_.load(std::memory_order_relaxed); }
  void set(bool ready) { ready_.store(ready, std::memory_order_relaxed); }

 private:
  std::atomic<bool> ready_ = false;
};

/// Calls our own admission port as kube-apiserver would: a TLS handshake and a review, of something
/// that is no pod, so that it is no decision. `identity` is what the port serves. Blocks for 2
/// seconds at most; the error says what did not work.
Result<void> check_myself(const std::string& admission_address, const net::TlsContext& identity);

}  // namespace sparkgate::serve
