#include "net/tls_stream.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <climits>
#include <cstdint>

namespace sparkgate::net {
namespace {

/// Why OpenSSL gave up; empties its queue, which all connections of a thread share.
error_code reason() {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  if (code == 0) return asio::error::connection_reset;
  return {static_cast<int>(code), asio::error::get_ssl_category()};
}

/// Messages of TLS itself (key updates, alerts) that may come without a byte of HTTP between them.
constexpr std::intptr_t kMostMessages = 16;

int message_count() {
  static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

/// OpenSSL reads on inside one call as long as such messages come: one peer could keep a thread.
/// Go's TLS has the same limit.
void count_message(int is_ours, int, int type, const void*, std::size_t, SSL* session, void*) {
  const bool counts = type == SSL3_RT_HANDSHAKE || type == SSL3_RT_ALERT;
  if (is_ours != 0 || !counts) return;
  const auto count = reinterpret_cast<std::intptr_t>(SSL_get_ex_data(session, message_count())) + 1;
  SSL_set_ex_data(session, message_count(), reinterpret_cast<void*>(count));
  // What has come already is looked at, then nothing comes any more.
  if (count > kMostMessages) SSL_set0_rbio(session, BIO_new(BIO_s_null()));
}

int at_most(std::size_t size) {
  return static_cast<int>(std::min<std::size_t>(size, INT_MAX));
}

}  // namespace

void TlsStream::Free::operator()(ssl_st* session) const {
  SSL_free(session);
}

TlsStream::TlsStream(tcp::socket socket, ssl_st* session)
    : socket_(std::move(socket)), session_(session) {
  error_code ignored;  // seen by the first operation
  socket_.native_non_blocking(true, ignored);
  SSL_set_fd(session, socket_.native_handle());
  SSL_set_accept_state(session);
}

TlsStream TlsStream::moved_to(asio::io_context& context) && {
  error_code error;
  tcp::socket socket(context);
  const int descriptor = socket_.release(error);
  try {
    // The family is noted only, for who opens a socket anew.
    if (!error) socket.assign(tcp::v6(), descriptor, error);
  } catch (...) {
    ::close(descriptor);
    throw;
  }
  if (error) ::close(descriptor);
  return {std::move(socket), std::move(session_)};
}

bool TlsStream::holds_bytes() const {
  return SSL_has_pending(session_.get()) == 1;
}

int TlsStream::call(const Work& work) {
  SSL* session = session_.get();
  switch (work.step) {
    case Step::handshake:
      return SSL_do_handshake(session);
    case Step::read:
      return SSL_read(session, work.data, at_most(work.size));
    case Step::write:
      return SSL_write(session, work.data + work.done, at_most(work.size - work.done));
    case Step::shutdown: {
      const int said = SSL_shutdown(session);
      return said == 0 ? SSL_shutdown(session) : said;  // 0: we have, the peer has not
    }
  }
  return -1;
}

bool TlsStream::advance(Work& work, error_code& error, tcp::socket::wait_type& wait_for) {
  for (;;) {
    ERR_clear_error();
    const int result = call(work);
    if (result <= 0) {
      switch (SSL_get_error(session_.get(), result)) {
        case SSL_ERROR_WANT_READ:
          wait_for = tcp::socket::wait_read;
          return false;
        case SSL_ERROR_WANT_WRITE:
          wait_for = tcp::socket::wait_write;
          return false;
        case SSL_ERROR_ZERO_RETURN:
          error = asio::error::eof;
          return true;
        default:
          error = reason();
          return true;
      }
    }
    if (work.step == Step::handshake) SSL_set_msg_callback(session_.get(), count_message);
    if (work.step == Step::read) SSL_set_ex_data(session_.get(), message_count(), nullptr);
    work.done += work.data == nullptr ? 0 : static_cast<std::size_t>(result);
    if (work.step != Step::write || work.done == work.size) return true;
  }
}

}  // namespace sparkgate::net
