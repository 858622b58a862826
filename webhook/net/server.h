#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "base/result.h"
#include "base/snapshot.h"
#include "net/deadlines.h"
#include "net/drain.h"
#include "net/http_types.h"
#include "net/in_flight.h"
#include "net/net_metrics.h"
#include "net/tls.h"

namespace sparkgate::net {

struct ServerOptions {
  std::string listen = "0.0.0.0:8443";         // HOST:PORT, port 0: any free one
  std::string status_listen = "0.0.0.0:8080";  // plain HTTP
  unsigned threads = 1;                        // io threads of the admission port, at least 1
  std::size_t max_body = 7 * 1024 * 1024;      // two objects of 3 MiB and the envelope
  std::size_t max_connections = 10000;         // of the admission port
  // Probes and scrapes are a few at a time. Who has been there longest makes room for more; in one
  // moment there may be twice as many.
  std::size_t status_connections = 1024;
  InFlightLimits in_flight{10000, 128 * 1024 * 1024};
  DrainTimes drain;
  Timeouts timeouts;
};

/// Whether an address of ServerOptions can be understood. Whether it can be bound, only start()
/// knows.
Result<void> check_address(const std::string& text);

/// The two ports: admission over TLS on `threads` io threads, status in plain HTTP on a thread of
/// its own, so that a scrape never delays an admission. Peers are accepted and shake hands on one
/// more: that costs more than an answer, and a crowd of newcomers must not delay who is served.
/// Ignores SIGPIPE in the whole process; other signals are the caller's.
class Server {
 public:
  /// Binds both ports and serves. `tls` is taken anew for each connection and must hold a context.
  /// `tls` and what stands behind `metrics` must outlive the server. The factories are called here:
  /// `admission` once an io thread, `status` once. Errors: an address that cannot be used.
  static Result<std::unique_ptr<Server>> start(const ServerOptions& options,
                                               const Snapshot<TlsContext>& tls,
                                               const RoutesFactory& admission,
                                               const RoutesFactory& status,
                                               const NetMetrics& metrics);
  ~Server();  // stop_now() and join()
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Bound addresses, "127.0.0.1:43567".
  const std::string& admission_address() const;
  const std::string& status_address() const;

  /// Begins to stop as DrainTimes says; a second call changes nothing. Returns at once.
  void begin_drain();
  /// Stops now: what is under way is cut. Returns at once.
  void stop_now();

  /// Whether the server has stopped, after a drain or at once.
  bool stopped() const;
  /// Returns when it has stopped and its threads are gone. Called by one thread.
  void join();

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace sparkgate::net
