// Each allocation of a connection fails once, its TLS and its decision included: it hears the
// answer, an error or its end, no descriptor is lost, and the next one is served.

#include <gtest/gtest.h>

#include <deque>
#include <filesystem>
#include <memory>
#include <thread>

#include "net/server.h"
#include "support/failing_memory.h"
#include "unit/memory/case.h"
#include "unit/net/peers.h"
#include "unit/net/talk.h"
#include "unit/net/test_certificate.h"

namespace sparkgate::net {
namespace {

using std::chrono::milliseconds;

class OutOfMemoryConnection : public ::testing::Test {
 protected:
  OutOfMemoryConnection() {
    spare_this_thread(true);
    ServerOptions options;
    options.listen = options.status_listen = "127.0.0.1:0";
    options.timeouts.tick = milliseconds(5);
    options.timeouts.handshake = options.timeouts.headers = options.timeouts.idle =
        milliseconds(500);
    const RoutesFactory status = [] { return Routes(); };
    server_ = std::move(Server::start(
                            options, tls_, [this] { return doors(); }, status, handles_))
                  .value();
    right_ = hear();
  }

  ~OutOfMemoryConnection() override { spare_this_thread(false); }

  Routes doors() {
    auto door = std::make_shared<admission::Door>(admission::DoorKind::mutate, policies_, metrics_);
    return {{"/mutate", Method::post, [door](const HttpRequest& request, HttpReply& reply) {
               reply.status = door->answer(request.body, reply.body);
             }}};
  }

  /// All that a new peer hears for one review.
  std::string hear() const {
    TlsPeer peer(server_->admission_address());
    if (!peer.connected() || !peer.say(request_)) return "";
    return peer.hear_all();
  }

  /// Those of this process once nobody is served: a peer hears its end before the server has put
  /// its socket away.
  std::size_t settled_descriptors() const {
    while (metrics_.text().find("\nsparkgate_connections 0\n") == std::string::npos) {
      std::this_thread::yield();
    }
    const std::filesystem::directory_iterator all("/proc/self/fd");
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
  }

  Metrics metrics_;
  NetMetrics handles_{metrics_};
  Snapshot<decision::PolicySet> policies_{some_policy()};
  Snapshot<TlsContext> tls_{TlsContext::from_pem(test_pair().certificate, test_pair().key).value()};
  const std::string request_ = review_request(some_review(), "Connection: close\r\n");
  std::unique_ptr<Server> server_;
  std::string right_;
};

TEST_F(OutOfMemoryConnection, EveryAllocation) {
  ASSERT_TRUE(right_.starts_with("HTTP/1.1 200 OK\r\n"));
  std::size_t n = 1;
  for (bool failed = true; failed && n < kMost; ++n) {
    fail_allocation(n);
    const std::string heard = hear();
    failed = stop_failing();
    const bool well = heard.empty() || heard == right_ || heard.starts_with("HTTP/1.1 500 ");
    EXPECT_TRUE(well) << n << ": " << heard.substr(0, 200);
    EXPECT_EQ(hear(), right_) << n;
  }
  EXPECT_GT(n, 50U);
  EXPECT_LT(n, kMost);
}

// Who is served stays: what Asio keeps for a descriptor is used again once that is closed, and then
// none is made.
TEST_F(OutOfMemoryConnection, LosesNoDescriptor) {
  const std::size_t before = settled_descriptors();
  {
    std::deque<TlsPeer> all;
    std::size_t n = 0;  // at first none fails
    for (bool failed = true; failed && n < kMost; ++n) {
      fail_allocation(n);
      TlsPeer& peer = all.emplace_back(server_->admission_address());
      if (peer.connected() && peer.say(review_request(some_review()))) peer.hear(1);
      failed = stop_failing();
    }
    EXPECT_LT(n, kMost);
  }
  EXPECT_EQ(settled_descriptors(), before);
}

}  // namespace
}  // namespace sparkgate::net
