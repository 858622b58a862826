#include "net/probe.h"

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <exception>
#include <optional>
#include <utility>

#include "net/address.h"

namespace sparkgate::net {
namespace {

namespace ssl = boost::asio::ssl;
namespace http = boost::beast::http;

/// The largest answer that is read.
constexpr std::uint64_t kMaxReply = 64 * 1024 * 1024;

class Probe {
 public:
  explicit Probe(const ProbeRequest& request)
      : request_(request), until_(std::chrono::steady_clock::now() + request.deadline) {
    if (request.identity != nullptr) request.identity->lend_identity(stream_.native_handle());
  }

  Result<ProbeReply> run() {
    const Result<tcp::endpoint> endpoint = parse_address(request_.address);
    if (!endpoint) return endpoint.error();
    write_request();
    reply_.body_limit(kMaxReply);
    const Result<void> done = all_steps(*endpoint);
    if (!done) return done.error();
    return ProbeReply{static_cast<int>(reply_.get().result_int()), std::move(reply_.get().body())};
  }

 private:
  void write_request() {
    message_.method(http::verb::post);
    message_.target(request_.path);
    message_.version(11);
    message_.set(http::field::host, request_.address);
    message_.set(http::field::user_agent, "sparkgate-probe");
    message_.set(http::field::content_type, "application/json");
    message_.set(http::field::connection, "close");
    message_.body() = request_.body;
    message_.prepare_payload();
  }

  Result<void> all_steps(const tcp::endpoint& endpoint) {
    if (auto connected =
            step("connect", [&](auto done) { stream_.next_layer().async_connect(endpoint, done); });
        !connected) {
      return connected;
    }
    // Else the request waits 40 ms for the acknowledgement of the handshake's last message.
    error_code ignored;
    stream_.next_layer().set_option(tcp::no_delay(true), ignored);
    if (auto shaken =
            step("TLS handshake",
                 [&](auto done) { stream_.async_handshake(ssl::stream_base::client, done); });
        !shaken) {
      return shaken;
    }
    if (auto sent = step("send", [&](auto done) { http::async_write(stream_, message_, done); });
        !sent) {
      return sent;
    }
    return step("read", [&](auto done) { http::async_read(stream_, buffer_, reply_, done); });
  }

  /// Starts one operation and waits for its end or for the deadline.
  template <class Start>
  Result<void> step(const char* what, Start start) {
    std::optional<error_code> result;
    start([&result](error_code error, auto...) { result = error; });
    context_.restart();
    context_.run_until(until_);
    if (!result) {  // the operation must not outlive `result`
      error_code ignored;
      stream_.next_layer().close(ignored);
      context_.run();
      return Error{"probe of " + request_.address + ": no end of " + what + " in time"};
    }
    if (*result)
      return Error{"probe of " + request_.address + ": " + what + ": " + result->message()};
    return {};
  }

  const ProbeRequest& request_;
  std::chrono::steady_clock::time_point until_;
  asio::io_context context_{1};
  ssl::context tls_{ssl::context::tls_client};
  ssl::stream<tcp::socket> stream_{context_, tls_};
  http::request<http::string_body> message_;
  http::response_parser<http::string_body> reply_;
  boost::beast::flat_buffer buffer_;
};

}  // namespace

Result<ProbeReply> probe(const ProbeRequest& request) {
  try {
    return Probe(request).run();
  } catch (const std::exception& error) {
    return Error{"probe of " + request.address + ": " + error.what()};
  }
}

}  // namespace sparkgate::net
