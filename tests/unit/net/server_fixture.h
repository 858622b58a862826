#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "base/metrics.h"
#include "net/server.h"
#include "unit/net/peers.h"
#include "unit/net/talk.h"
#include "unit/net/test_certificate.h"

namespace sparkgate::net {

/// A server on loopback with the doors of a House. A test may change options_ before start().
class ServerTest : public ::testing::Test {
 protected:
  ServerTest() {
    options_.listen = options_.status_listen = "127.0.0.1:0";
    options_.threads = 2;
    options_.timeouts.tick = std::chrono::milliseconds(5);
  }

  static Routes usual_doors() { return House().routes; }

  void start(const RoutesFactory& doors = usual_doors) {
    auto server = Server::start(options_, tls_, doors, usual_doors, handles_);
    ASSERT_TRUE(server.ok()) << server.error().message;
    server_ = std::move(server).value();
  }

  const std::string& admission() const { return server_->admission_address(); }
  const std::string& status() const { return server_->status_address(); }

  /// Whether a new peer is served.
  bool serves() const {
    TlsPeer peer(admission());
    const std::string answer = ok_reply("/mutate?timeout=10s {}", closing_);
    return peer.connected() && peer.say(review_request("{}")) && peer.hear(answer.size()) == answer;
  }

  /// The value of a series without labels.
  std::string value(const std::string& series) const {
    const std::string text = metrics_.text();
    const std::size_t start = text.find("\n" + series + " ") + series.size() + 2;
    return text.substr(start, text.find('\n', start) - start);
  }

  /// Waits until the server has let go of its connections; at most ten seconds.
  bool everybody_left() const {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (value("sparkgate_connections") != "0") {
      if (std::chrono::steady_clock::now() > until) return false;
      std::this_thread::yield();
    }
    return value("sparkgate_inflight_requests") == "0";
  }

  ~ServerTest() override { let_go(); }

  /// Makes the usual doors and one behind which somebody is busy until let_go().
  Routes doors_to_wait_behind() {
    Routes routes = usual_doors();
    routes.push_back({"/wait", Method::post, [this](const HttpRequest&, HttpReply&) {
                        entered_.set_value();
                        busy_.get_future().wait();
                      }});
    return routes;
  }

  /// Keeps an io thread busy with this peer.
  void keep_busy(TlsPeer& peer) {
    ASSERT_TRUE(
        peer.say("POST /wait HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n"
                 "Content-Type: application/json\r\n\r\n"));
    entered_.get_future().wait();
  }

  void let_go() {
    if (!std::exchange(has_let_go_, true)) busy_.set_value();
  }

  std::promise<void> entered_, busy_;
  bool has_let_go_ = false;
  ServerOptions options_;
  Snapshot<TlsContext> tls_{TlsContext::from_pem(test_pair().certificate, test_pair().key).value()};
  Metrics metrics_;
  NetMetrics handles_{metrics_};
  std::string closing_;  // "Connection: close\r\n" while the server drains
  std::unique_ptr<Server> server_;
};

inline const std::string kReview = review_request("{}");
inline const std::string kAnswer = ok_reply("/mutate?timeout=10s {}");
inline const std::string kLastAnswer = ok_reply("/mutate?timeout=10s {}", "Connection: close\r\n");

inline const std::string kHealthy =
    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nok\n";

}  // namespace sparkgate::net
