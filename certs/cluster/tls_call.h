#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <chrono>
#include <string>

#include "base/result.h"

namespace sparkgate::cluster {

/// Time for each step of a call: to resolve the name, to connect, to shake hands, to send, to read
/// the answer.
inline constexpr std::chrono::seconds kStepLimit{10};

/// One TLS connection from connecting to its end; step after step, none over its limit.
class TlsCall {
 public:
  using Stream = boost::beast::ssl_stream<boost::beast::tcp_stream>;

  explicit TlsCall(boost::asio::ssl::context& context) : stream_(io_, context) {}

  Stream& stream() { return stream_; }

  /// Connects to `host`, a name or an address, and shakes hands with `server_name`, which is told
  /// to the server unless it is an address. What is verified, `context` and `stream()` say before.
  Result<void> connect(const std::string& host, const std::string& port,
                       const std::string& server_name);

  /// Starts an operation with a handler, and runs it to its end or its limit.
  template <class Start>
  boost::system::error_code run(Start start) {
    boost::system::error_code result;
    boost::beast::get_lowest_layer(stream_).expires_after(kStepLimit);
    start([&result](boost::system::error_code error, auto&&...) { result = error; });
    io_.restart();
    io_.run();
    return result;
  }

 private:
  boost::asio::io_context io_;
  Stream stream_;
};

}  // namespace sparkgate::cluster
