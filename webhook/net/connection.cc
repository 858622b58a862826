#include "net/connection.h"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace sparkgate::net {
namespace {

/// Drives a Session over a stream. Kept alive by the one operation that is under way; when none is
/// started the connection is destroyed, and so closed.
template <class Stream>
class Connection final : private Deadlines::Guarded,
                         private Arrivals::Member,
                         public std::enable_shared_from_this<Connection<Stream>> {
 public:
  Connection(Stream stream, const ConnectionSetup& setup, ConnectionTicket ticket)
      : Guarded(setup.loop.deadlines()),
        ticket_(std::move(ticket)),
        timeouts_(setup.timeouts),
        session_(setup.serving),
        stream_(std::move(stream)) {
    setup.loop.arrivals().add(*this);
  }

  void read() {
    arm_for(session_.phase());
    reading_ = true;
    const std::span<char> space = session_.space();
    stream_.async_read_some(asio::buffer(space.data(), space.size()), then(&Connection::on_read));
  }

 private:
  static constexpr bool kTls = std::is_same_v<Stream, TlsStream>;
  using Next = Session::Next;
  using Phase = Session::Phase;

  /// A handler that calls `member` and ends the connection if that throws (out of memory).
  template <class... Args>
  auto then(void (Connection::*member)(error_code, Args...)) {
    return [self = this->shared_from_this(), member](error_code error, Args... args) {
      try {
        ((*self).*member)(error, args...);
      } catch (...) {
        self->close_now();
      }
    };
  }

  void on_read(error_code error, std::size_t count) {
    reading_ = false;
    if (timed_out_) return follow(session_.timed_out());
    if (error == asio::error::eof) return finish();
    if (!error) follow(session_.received(count));
  }

  void write() {
    arm_for(Phase::write);
    const std::string_view reply = session_.reply();
    if constexpr (kTls) {
      stream_.async_write(reply, then(&Connection::on_written));
    } else {
      asio::async_write(stream_, asio::buffer(reply), then(&Connection::on_written));
    }
  }

  void on_written(error_code error, std::size_t) {
    armed_.reset();  // each reply has its time
    if (!error) follow(session_.wrote());
  }

  void follow(Next next) {
    switch (next) {
      case Next::read:
        return read();
      case Next::write:
        return write();
      case Next::close:
        return finish();
    }
  }

  /// Says goodbye and lets the peer close first: closing on bytes that we have not read would send
  /// a reset, and a reset may overtake the refusal that explains it.
  void finish() {
    arm(timeouts_.goodbye);
    if constexpr (kTls) {
      stream_.async_shutdown(then(&Connection::on_tls_shutdown));
    } else {
      let_peer_close();
    }
  }

  void on_tls_shutdown(error_code error, std::size_t) {
    if (error) let_peer_close();  // no error: it has said goodbye too, nothing more will come
  }

  void let_peer_close() {
    error_code error;
    socket().shutdown(tcp::socket::shutdown_send, error);
    if (!error) discard();
  }

  void discard() {
    // What comes now is nobody's: all connections of a thread pour it into one sink.
    static thread_local std::array<char, 16384> sink;
    socket().async_read_some(asio::buffer(sink), then(&Connection::on_discarded));
  }

  void on_discarded(error_code error, std::size_t) {
    if (!error) discard();
  }

  /// One deadline a phase, however many reads it takes.
  void arm_for(Phase phase) {
    if (armed_ == phase) return;
    armed_ = phase;
    switch (phase) {
      case Phase::idle:
        return arm(timeouts_.idle);
      case Phase::head:
        return arm(timeouts_.headers);
      case Phase::body:
      case Phase::skipping:
        return arm(std::min(timeouts_.body, session_.asked_timeout()));
      case Phase::write:
        return arm(timeouts_.write);
    }
  }

  void on_deadline() override {
    if (!reading_) return close_now();
    timed_out_ = true;  // on_read goes on from there
    error_code ignored;
    socket().cancel(ignored);
  }

  void make_room() override { close_now(); }

  /// Whatever is under way completes with an error.
  void close_now() {
    error_code ignored;
    socket().close(ignored);
  }

  tcp::socket& socket() {
    if constexpr (kTls) {
      return stream_.next_layer();
    } else {
      return stream_;
    }
  }

  ConnectionTicket ticket_;
  const Timeouts& timeouts_;
  Session session_;
  Stream stream_;
  std::optional<Phase> armed_;
  bool reading_ = false;
  bool timed_out_ = false;
};

}  // namespace

void serve(TlsStream stream, const ConnectionSetup& setup, ConnectionTicket ticket) {
  std::make_shared<Connection<TlsStream>>(std::move(stream), setup, std::move(ticket))->read();
}

void serve(tcp::socket socket, const ConnectionSetup& setup, ConnectionTicket ticket) {
  std::make_shared<Connection<tcp::socket>>(std::move(socket), setup, std::move(ticket))->read();
}

}  // namespace sparkgate::net
