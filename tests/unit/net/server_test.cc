#include "net/server.h"

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <deque>
#include <set>
#include <thread>

#include "unit/net/server_fixture.h"

namespace sparkgate::net {
namespace {

TEST_F(ServerTest, AnswersOverTls) {
  start();
  TlsPeer peer(admission());
  ASSERT_TRUE(peer.connected());
  EXPECT_EQ(peer.alpn(), "http/1.1");
  ASSERT_TRUE(peer.say(kReview));
  EXPECT_EQ(peer.hear(kAnswer.size()), kAnswer);
}

TEST_F(ServerTest, KeepsConnectionsOpen) {
  start();
  TlsPeer peer(admission());
  for (int i = 0; i < 50; ++i) {
    ASSERT_TRUE(peer.say(kReview));
    ASSERT_EQ(peer.hear(kAnswer.size()), kAnswer);
  }
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
  start();
  TlsPeer peer(admission());
  std::string requests, answers;
  for (int i = 0; i < 100; ++i) {
    requests += review_request(std::to_string(i));
    answers += ok_reply("/mutate?timeout=10s " + std::to_string(i));
  }
  ASSERT_TRUE(peer.say(requests));
  EXPECT_EQ(peer.hear(answers.size()), answers);
}

TEST_F(ServerTest, TakesBodiesUpToTheLimit) {
  options_.max_body = 2000000;
  start();
  TlsPeer peer(admission());
  const std::string body(2000000, 'x');
  const std::string answer = ok_reply("/mutate?timeout=10s " + body);
  ASSERT_TRUE(peer.say(review_request(body)));
  EXPECT_EQ(peer.hear(answer.size()), answer);
  ASSERT_TRUE(peer.say(kReview));
  EXPECT_EQ(peer.hear(kAnswer.size()), kAnswer);
}

TEST_F(ServerTest, ARefusalReachesAPeerThatStillSends) {
  options_.max_body = 1000;
  options_.timeouts.goodbye = std::chrono::seconds(10);
  start();
  TlsPeer peer(admission());
  // More than socket buffers hold; a reset would end it.
  EXPECT_TRUE(peer.say(review_request(std::string(8000000, 'x'))));
  EXPECT_EQ(peer.hear_all(),
            refusal_reply("413 Content Too Large", "the body is over this server's limit"));
  EXPECT_TRUE(peer.heard_goodbye());
}

TEST_F(ServerTest, EndsWhenThePeerWantsTo) {
  start();
  TlsPeer peer(admission());
  ASSERT_TRUE(peer.say(review_request("{}", "Connection: close\r\n")));
  EXPECT_EQ(peer.hear_all(), kLastAnswer);
  EXPECT_TRUE(peer.heard_goodbye());
}

TEST_F(ServerTest, ServesTheStatusPortInPlainHttp) {
  start();
  TcpPeer peer(status());
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(peer.say("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"));
    EXPECT_EQ(peer.hear(kHealthy.size()), kHealthy);
  }
  ASSERT_TRUE(peer.say("GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n"));
  EXPECT_EQ(peer.hear_all(), refusal_reply("404 Not Found", "there is nothing at this path"));
  EXPECT_EQ(value("sparkgate_connections"), "0");
}

TEST_F(ServerTest, GivesEachThreadDoorsOfItsOwn) {
  options_.threads = 4;
  int made = 0;
  start([&] {
    return Routes{{"/who", Method::post, [id = made++](const HttpRequest&, HttpReply& reply) {
                     reply.body = std::to_string(id);
                   }}};
  });
  EXPECT_EQ(made, 4);
  std::set<std::string> seen;
  for (int i = 0; i < 4; ++i) {
    TlsPeer peer(admission());
    ASSERT_TRUE(
        peer.say("POST /who HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n"
                 "Content-Type: application/json\r\n\r\n{}"));
    const std::string answer = peer.hear(ok_reply("0").size());
    seen.insert(answer.substr(answer.size() - 1));
  }
  EXPECT_EQ(seen, (std::set<std::string>{"0", "1", "2", "3"}));
}

TEST_F(ServerTest, PeersShakeHandsWhileTheOthersAreBusy) {
  options_.threads = 1;
  start([this] { return doors_to_wait_behind(); });
  TlsPeer busy(admission());
  keep_busy(busy);
  TlsPeer newcomer(admission());
  EXPECT_TRUE(newcomer.connected());
  let_go();
  ASSERT_TRUE(newcomer.say(kReview));
  EXPECT_EQ(newcomer.hear(kAnswer.size()), kAnswer);
}

TEST_F(ServerTest, ServesManyAtOnce) {
  start();
  std::vector<std::thread> clients;
  std::atomic<int> right = 0;
  for (int c = 0; c < 8; ++c) {
    clients.emplace_back([&] {
      TlsPeer peer(admission());
      for (int i = 0; i < 100; ++i) {
        if (peer.say(kReview) && peer.hear(kAnswer.size()) == kAnswer) ++right;
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(right, 800);
}

TEST_F(ServerTest, TurnsAwayWhoIsTooMany) {
  options_.max_connections = 2;
  start();
  std::deque<TlsPeer> inside;
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(inside.emplace_back(admission()).connected());
  TlsPeer one_more(admission());
  EXPECT_FALSE(one_more.connected());
  EXPECT_EQ(value("sparkgate_connections"), "2");
  EXPECT_EQ(value(R"(sparkgate_shed_total{reason="connections"})"), "1");
  inside.clear();
  ASSERT_TRUE(everybody_left());
  EXPECT_TRUE(serves());
}

TEST_F(ServerTest, ShowsANewCertificateToNewConnections) {
  start();
  TlsPeer before(admission());
  const TestPair next = make_test_pair();
  tls_.publish(TlsContext::from_pem(next.certificate, next.key).value());
  TlsPeer after(admission());
  ASSERT_TRUE(before.connected() && after.connected());
  X509* old_one = SSL_get0_peer_certificate(before.session());
  X509* new_one = SSL_get0_peer_certificate(after.session());
  EXPECT_NE(X509_cmp(old_one, new_one), 0);
  ASSERT_TRUE(before.say(kReview));
  EXPECT_EQ(before.hear(kAnswer.size()), kAnswer);
}

TEST_F(ServerTest, SaysWhichAddressIsTaken) {
  start();
  ServerOptions second = options_;
  second.status_listen = status();
  const auto other = Server::start(second, tls_, usual_doors, usual_doors, handles_);
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().message, "cannot listen on " + status() + ": Address already in use");
}

TEST_F(ServerTest, TheSamePortCanBeUsedAgainAtOnce) {
  start();
  ASSERT_TRUE(serves());
  options_.listen = admission();
  server_.reset();
  start();
  EXPECT_EQ(admission(), options_.listen);
  EXPECT_TRUE(serves());
}

TEST_F(ServerTest, TheLongestOnTheStatusPortMakesRoom) {
  options_.status_connections = 2;
  start();
  const std::string request = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";
  TcpPeer first(status());
  TcpPeer second(status());
  TcpPeer third(status());
  ASSERT_TRUE(third.say(request));
  EXPECT_EQ(third.hear(kHealthy.size()), kHealthy);
  EXPECT_EQ(first.hear_all(), "");
  ASSERT_TRUE(second.say(request));
  EXPECT_EQ(second.hear(kHealthy.size()), kHealthy);
}

}  // namespace
}  // namespace sparkgate::net
