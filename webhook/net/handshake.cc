#include "net/handshake.h"

#include <memory>
#include <utility>

#include "base/log.h"

namespace sparkgate::net {
namespace {

/// Kept alive by the operation that is under way.
class Handshake final : private Deadlines::Guarded, public std::enable_shared_from_this<Handshake> {
 public:
  Handshake(TlsStream stream, Deadlines& deadlines, ConnectionTicket ticket, const Greeted& greeted)
      : Guarded(deadlines),
        ticket_(std::move(ticket)),
        stream_(std::move(stream)),
        greeted_(greeted) {}

  void start(std::chrono::milliseconds limit) {
    arm(limit);
    stream_.async_handshake(
        [self = shared_from_this()](error_code error, std::size_t) { self->end(error); });
  }

 private:
  void end(error_code error) {
    if (!error) return greeted_(std::move(stream_), std::move(ticket_));
    // A client that does not trust us says so here; strangers say much, so not at info.
    if (logs(LogLevel::debug)) {
      log(LogLevel::debug, "tls_handshake_failed", {{"reason", error.message()}});
    }
  }

  /// What is under way completes with an error.
  void on_deadline() override {
    error_code ignored;
    stream_.next_layer().close(ignored);
  }

  ConnectionTicket ticket_;
  TlsStream stream_;
  const Greeted& greeted_;
};

}  // namespace

void shake_hands(tcp::socket socket, const TlsContext& tls, Deadlines& deadlines,
                 std::chrono::milliseconds limit, ConnectionTicket ticket, const Greeted& greeted) {
  ssl_st* session = tls.new_session();
  if (session == nullptr) return;
  std::make_shared<Handshake>(TlsStream(std::move(socket), session), deadlines, std::move(ticket),
                              greeted)
      ->start(limit);
}

}  // namespace sparkgate::net
