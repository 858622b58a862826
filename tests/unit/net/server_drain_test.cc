#include <gtest/gtest.h>

#include <chrono>

#include "unit/net/server_fixture.h"

namespace sparkgate::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class ServerDrain : public ServerTest {
 protected:
  void start_with(milliseconds delay, milliseconds limit) {
    options_.drain = {delay, limit};
    start();
  }

  /// Waits until nobody can connect any more; at most ten seconds.
  bool port_closed() const {
    const auto until = std::chrono::steady_clock::now() + seconds(10);
    while (TcpPeer(admission()).connected()) {
      if (std::chrono::steady_clock::now() > until) return false;
    }
    return true;
  }

  /// Waits for the end of the server; fails after ten seconds.
  bool ends() const {
    const auto until = std::chrono::steady_clock::now() + seconds(10);
    while (!server_->stopped()) {
      if (std::chrono::steady_clock::now() > until) return false;
      std::this_thread::yield();
    }
    server_->join();
    return true;
  }
};

TEST_F(ServerDrain, AcceptsAndAnswersWithCloseUntilTheDelayIsOver) {
  start_with(seconds(60), seconds(60));
  TlsPeer idle(admission());
  ASSERT_TRUE(idle.say(kReview));
  ASSERT_EQ(idle.hear(kAnswer.size()), kAnswer);
  server_->begin_drain();

  TlsPeer late(admission());
  ASSERT_TRUE(late.say(kReview));
  EXPECT_EQ(late.hear_all(), kLastAnswer);
  EXPECT_TRUE(late.heard_goodbye());

  ASSERT_TRUE(idle.say(kReview));  // was not closed by us
  EXPECT_EQ(idle.hear_all(), kLastAnswer);
  EXPECT_FALSE(server_->stopped());
}

TEST_F(ServerDrain, ServesTheStatusPortMeanwhile) {
  start_with(seconds(60), seconds(60));
  server_->begin_drain();
  TcpPeer probe(status());
  ASSERT_TRUE(probe.say("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"));
  EXPECT_TRUE(probe.hear_all().ends_with("Connection: close\r\n\r\nok\n"));
}

TEST_F(ServerDrain, ServesWhoCameBeforeThePortCloses) {
  options_.drain = {milliseconds(0), seconds(60)};
  options_.threads = 1;
  start([this] { return doors_to_wait_behind(); });
  TlsPeer busy(admission());
  keep_busy(busy);
  TlsPeer early(admission(), {.tcp_only = true});
  server_->begin_drain();
  TcpPeer probe(status());  // its answer comes after the drain has begun
  ASSERT_TRUE(probe.say("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"));
  ASSERT_NE(probe.hear_all(), "");
  let_go();
  ASSERT_TRUE(early.shake_hands());
  ASSERT_TRUE(early.say(kReview));
  EXPECT_EQ(early.hear_all(), kLastAnswer);
}

TEST_F(ServerDrain, LetsGoOfWhoIsHereAndStops) {
  start_with(milliseconds(0), seconds(60));
  TlsPeer idle(admission()), half_way(admission());
  ASSERT_TRUE(half_way.say(kReview.substr(0, 30)));
  server_->begin_drain();
  ASSERT_TRUE(port_closed());
  EXPECT_FALSE(server_->stopped());

  ASSERT_TRUE(half_way.say(kReview.substr(30)));
  EXPECT_EQ(half_way.hear_all(), kLastAnswer);
  half_way.say_goodbye();
  half_way.tcp().say_no_more();
  ASSERT_TRUE(idle.say(kReview));
  EXPECT_EQ(idle.hear_all(), kLastAnswer);
  idle.tcp().say_no_more();
  EXPECT_TRUE(ends());
}

TEST_F(ServerDrain, StopsAtTheLimitWhoeverIsLeft) {
  start_with(milliseconds(0), milliseconds(100));
  TlsPeer idle(admission()), half_way(admission());
  ASSERT_TRUE(half_way.say(kReview.substr(0, 30)));
  server_->begin_drain();
  EXPECT_TRUE(ends());
  server_.reset();
  EXPECT_EQ(idle.hear_all(), "");
  EXPECT_EQ(half_way.hear_all(), "");
  EXPECT_EQ(value("sparkgate_connections"), "0");
  EXPECT_EQ(value("sparkgate_inflight_requests"), "0");
}

TEST_F(ServerDrain, ASecondCallDoesNotStartAgain) {
  start_with(milliseconds(0), milliseconds(200));
  TlsPeer idle(admission());
  const auto until = std::chrono::steady_clock::now() + seconds(10);
  while (!server_->stopped() && std::chrono::steady_clock::now() < until) server_->begin_drain();
  EXPECT_TRUE(ends());
}

TEST_F(ServerDrain, CanBeCutShort) {
  start_with(seconds(60), seconds(60));
  TlsPeer idle(admission());
  server_->begin_drain();
  server_->stop_now();
  EXPECT_TRUE(ends());
}

TEST_F(ServerDrain, EndsWithTheServerObject) {
  start_with(seconds(60), seconds(60));
  TlsPeer idle(admission());
  ASSERT_TRUE(idle.connected());
  server_.reset();
  EXPECT_EQ(idle.hear_all(), "");
}

}  // namespace
}  // namespace sparkgate::net
