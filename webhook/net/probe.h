#pragma once

#include <chrono>
#include <string>

#include "base/result.h"
#include "net/tls.h"

namespace sparkgate::net {

struct ProbeRequest {
  std::string address;  // HOST:PORT, e.g. what Server::admission_address() says
  std::string path;
  std::string body;                          // JSON
  std::chrono::milliseconds deadline{2000};  // of the whole: connecting, TLS, request, answer
  const TlsContext* identity = nullptr;      // whose certificate is shown when one is asked for
};

struct ProbeReply {
  int status = 0;
  std::string body;
};

/// Knocks at a TLS door: one POST over a connection of its own. Blocks; for readiness and tests,
/// not for a request path. The certificate is not verified: it names a Service, and the question is
/// whether this very door opens. Errors say which step failed.
Result<ProbeReply> probe(const ProbeRequest& request);

}  // namespace sparkgate::net
