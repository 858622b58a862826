#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>

#include "net/asio.h"

struct ssl_st;  // OpenSSL's SSL

namespace sparkgate::net {

/// TLS on the server's side of one socket, which OpenSSL reads and writes itself: a stream of
/// asio::ssl carries four buffers of 17 KiB a connection, touched before a byte has come, and
/// 10,000 strangers would take a gigabyte. One operation at a time; its handler is called with an
/// error and a count of bytes, never before the call that starts it has returned. Not thread-safe.
class TlsStream {
 public:
  /// Takes the session (SSL_free).
  TlsStream(tcp::socket socket, ssl_st* session);
  TlsStream(TlsStream&&) = default;

  /// The same stream on another io thread, to which it belongs from there on; nothing is under way.
  /// When that thread cannot have it, the first operation ends with an error. Out of memory it
  /// throws, and the peer is gone.
  TlsStream moved_to(asio::io_context& context) &&;

  template <class Handler>
  void async_handshake(Handler handler) {
    wait(tcp::socket::wait_read, {Step::handshake, nullptr, 0}, std::move(handler));
  }

  /// Ends with asio::error::eof when the peer has said goodbye.
  template <class Handler>
  void async_read_some(asio::mutable_buffer space, Handler handler) {
    const Work work{Step::read, static_cast<char*>(space.data()), space.size()};
    // Mostly nothing has come yet: what OpenSSL holds is asked for first, the kernel is not.
    holds_bytes() ? start(work, std::move(handler))
                  : wait(tcp::socket::wait_read, work, std::move(handler));
  }

  /// All of `bytes`, which must stay where they are.
  template <class Handler>
  void async_write(std::string_view bytes, Handler handler) {
    start({Step::write, const_cast<char*>(bytes.data()), bytes.size()}, std::move(handler));
  }

  /// Says goodbye and waits for the peer's; an error when something else comes.
  template <class Handler>
  void async_shutdown(Handler handler) {
    start({Step::shutdown, nullptr, 0}, std::move(handler));
  }

  tcp::socket& next_layer() { return socket_; }

 private:
  enum class Step { handshake, read, write, shutdown };
  struct Work {
    Step step;
    char* data;
    std::size_t size;
    std::size_t done = 0;
  };
  struct Free {
    void operator()(ssl_st* session) const;
  };
  TlsStream(tcp::socket socket, std::unique_ptr<ssl_st, Free> session)
      : socket_(std::move(socket)), session_(std::move(session)) {}

  /// Does what can be done now. True when the work is over, with its error; else `wait_for` says
  /// what it needs.
  bool advance(Work& work, error_code& error, tcp::socket::wait_type& wait_for);
  int call(const Work& work);
  bool holds_bytes() const;

  /// OpenSSL knows the socket by its number, which is another's once it is closed.
  error_code closed() const {
    return socket_.is_open() ? error_code() : error_code(asio::error::bad_descriptor);
  }

  template <class Handler>
  void start(Work work, Handler handler) {
    error_code error = closed();
    tcp::socket::wait_type wait_for{};
    if (!error && !advance(work, error, wait_for)) return wait(wait_for, work, std::move(handler));
    asio::post(socket_.get_executor(),
               [this, handler = std::move(handler), error, count = work.done]() mutable {
                 handler(error ? error : closed(), count);
               });
  }

  template <class Handler>
  void wait(tcp::socket::wait_type what, Work work, Handler handler) {
    socket_.async_wait(what, [this, work, handler = std::move(handler)](error_code error) mutable {
      tcp::socket::wait_type wait_for{};
      if (!error) error = closed();
      if (!error && !advance(work, error, wait_for)) {
        return wait(wait_for, work, std::move(handler));
      }
      handler(error, work.done);
    });
  }

  tcp::socket socket_;
  std::unique_ptr<ssl_st, Free> session_;  // ends before its socket
};

}  // namespace sparkgate::net
