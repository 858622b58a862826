// Peers that break off, lie still or send what is no TLS: no leak, no wrong answer, and the next
// peer is served.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <vector>

#include "unit/net/server_fixture.h"

namespace sparkgate::net {
namespace {

using std::chrono::milliseconds;

class ServerFaults : public ServerTest {
 protected:
  /// Everybody but the one under test has plenty of time.
  void start_with(milliseconds Timeouts::*short_one) {
    options_.timeouts.*short_one = milliseconds(50);
    start();
  }
};

const std::string kTooLate = refusal_reply("408 Request Timeout", "the request came too slowly");

std::size_t open_descriptors() {
  const std::filesystem::directory_iterator all("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

TEST_F(ServerFaults, AnswersAPeerThatHasStoppedSending) {
  start();
  TlsPeer by_goodbye(admission());
  ASSERT_TRUE(by_goodbye.say(kReview));
  by_goodbye.say_goodbye();
  EXPECT_EQ(by_goodbye.hear_all(), kAnswer);

  TlsPeer by_fin(admission());
  ASSERT_TRUE(by_fin.say(kReview));
  by_fin.tcp().say_no_more();
  EXPECT_EQ(by_fin.hear_all(), kAnswer);

  TcpPeer plain(status());
  ASSERT_TRUE(plain.say("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"));
  plain.say_no_more();
  EXPECT_TRUE(plain.hear_all().ends_with("\r\n\r\nok\n"));
  EXPECT_TRUE(everybody_left());
}

TEST_F(ServerFaults, SurvivesAPeerThatEndsInEveryState) {
  start();
  const std::size_t before = open_descriptors();
  for (const bool reset : {false, true}) {
    const auto leave = [reset](TcpPeer& tcp) { reset ? tcp.vanish() : tcp.say_no_more(); };
    {
      TcpPeer silent(admission());
      leave(silent);
      TcpPeer half_hello(admission());
      half_hello.say(std::string_view("\x16\x03\x01\x02\x00\x01", 6));
      leave(half_hello);
    }
    for (const std::size_t said : {std::size_t{0}, std::size_t{20}, kReview.size() - 1,
                                   kReview.size(), kReview.size() + 20}) {
      TlsPeer peer(admission());
      ASSERT_TRUE(peer.connected());
      if (said > 0) peer.say((kReview + kReview).substr(0, said));
      leave(peer.tcp());
    }
  }
  EXPECT_TRUE(everybody_left());
  EXPECT_TRUE(serves());
  EXPECT_TRUE(everybody_left());
  EXPECT_EQ(open_descriptors(), before);
}

TEST_F(ServerFaults, SurvivesWhatIsNoTls) {
  start();
  for (const std::string& bytes :
       {std::string("GET / HTTP/1.1\r\n\r\n"), std::string(20000, 'x'), std::string(100, '\0'),
        std::string("\x16\x03\x01\xff\xff", 5)}) {
    TcpPeer peer(admission());
    peer.say(bytes);
    peer.say_no_more();
    peer.hear_all();
  }
  EXPECT_TRUE(everybody_left());
  EXPECT_TRUE(serves());
}

/// Sends so many key updates, one by one.
void update_keys(TlsPeer& peer, int count) {
  for (int i = 0; i < count; ++i) {
    SSL_key_update(peer.session(), SSL_KEY_UPDATE_NOT_REQUESTED);
    SSL_do_handshake(peer.session());
  }
}

TEST_F(ServerFaults, EndsAPeerThatOnlyTalksTls) {
  start();
  TlsPeer modest(admission());
  for (int i = 0; i < 3; ++i) {
    update_keys(modest, 16);
    ASSERT_TRUE(modest.say(kReview));
    EXPECT_EQ(modest.hear(kAnswer.size()), kAnswer);
  }
  TlsPeer chatty(admission());
  update_keys(chatty, 2000);  // more than is read at once
  chatty.say(kReview);
  EXPECT_EQ(chatty.hear_all(), "");
  EXPECT_TRUE(serves());
}

TEST_F(ServerFaults, ReadsAClientHelloByteByByte) {
  start();
  TlsPeer peer(admission(), {.byte_by_byte = true});
  ASSERT_TRUE(peer.connected());
  ASSERT_TRUE(peer.say(kReview));
  EXPECT_EQ(peer.hear(kAnswer.size()), kAnswer);
}

TEST_F(ServerFaults, ReadsARequestByteByByte) {
  start();
  TlsPeer peer(admission());
  for (const char byte : kReview) ASSERT_TRUE(peer.say({&byte, 1}));
  EXPECT_EQ(peer.hear(kAnswer.size()), kAnswer);
}

TEST_F(ServerFaults, EndsAHandshakeThatDoesNotCome) {
  start_with(&Timeouts::handshake);
  TcpPeer peer(admission());
  EXPECT_EQ(peer.hear_all(), "");
  EXPECT_TRUE(everybody_left());
}

TEST_F(ServerFaults, TellsASlowHeadAndASlowBody) {
  const std::string kTooLate = refusal_reply("408 Request Timeout", "the request came too slowly");
  start_with(&Timeouts::headers);
  TlsPeer slow_head(admission());
  ASSERT_TRUE(slow_head.say(kReview.substr(0, 20)));
  EXPECT_EQ(slow_head.hear_all(), kTooLate);
  EXPECT_TRUE(slow_head.heard_goodbye());

  options_.timeouts.headers = milliseconds(10000);
  start_with(&Timeouts::body);
  TlsPeer slow_body(admission());
  ASSERT_TRUE(slow_body.say(kReview.substr(0, kReview.size() - 1)));
  EXPECT_EQ(slow_body.hear_all(), kTooLate);
  EXPECT_TRUE(slow_body.heard_goodbye());
}

TEST_F(ServerFaults, ASlowHeadIsNotHelpedByAByteNowAndThen) {
  start_with(&Timeouts::headers);
  TlsPeer peer(admission());
  peer.say("POST /mutate HTTP/1.1\r\nX: ");
  pollfd answer{peer.tcp().descriptor(), POLLIN, 0};
  int said = 0;  // a byte each 2 ms; 8 KiB would be 431
  while (said < 4000 && ::poll(&answer, 1, 2) == 0 && peer.say("x")) ++said;
  EXPECT_LT(said, 4000);
  EXPECT_EQ(peer.hear_all(), kTooLate);
}

TEST_F(ServerFaults, EndsIdleConnectionsInOrder) {
  start_with(&Timeouts::idle);
  TlsPeer unused(admission());
  EXPECT_EQ(unused.hear_all(), "");
  EXPECT_TRUE(unused.heard_goodbye());
  TlsPeer used(admission());
  ASSERT_TRUE(used.say(kReview));
  EXPECT_EQ(used.hear_all(), kAnswer);
  EXPECT_TRUE(used.heard_goodbye());
}

TEST_F(ServerFaults, EndsAPeerThatDoesNotRead) {
  options_.max_body = 8000000;
  start_with(&Timeouts::write);
  TlsPeer peer(admission());
  ASSERT_TRUE(peer.say(review_request(std::string(8000000, 'x'))));
  EXPECT_TRUE(everybody_left());
}

TEST_F(ServerFaults, EndsAPeerThatDoesNotEnd) {
  start_with(&Timeouts::goodbye);
  TcpPeer peer(status());
  ASSERT_TRUE(peer.say("GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n"));
  EXPECT_EQ(peer.hear_all(), refusal_reply("404 Not Found", "there is nothing at this path"));
  TlsPeer silent(admission());
  ASSERT_TRUE(silent.say(review_request("{}", "Connection: close\r\n")));
  EXPECT_EQ(silent.hear_all(), kLastAnswer);
  EXPECT_TRUE(everybody_left());  // though this peer says no goodbye
}

/// Takes all descriptors that a lowered limit leaves.
class NoDescriptors {
 public:
  NoDescriptors() {
    ::getrlimit(RLIMIT_NOFILE, &usual_);
    rlimit low = usual_;
    low.rlim_cur = std::min<rlim_t>(usual_.rlim_cur, 256);
    ::setrlimit(RLIMIT_NOFILE, &low);
    for (int fd = 0; (fd = ::open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0;) taken_.push_back(fd);
  }
  ~NoDescriptors() {
    for (const int fd : taken_) ::close(fd);
    ::setrlimit(RLIMIT_NOFILE, &usual_);
  }

 private:
  rlimit usual_{};
  std::vector<int> taken_;
};

TEST_F(ServerFaults, RecoversWhenDescriptorsAreBack) {
  start();
  const std::string request = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";
  TcpPeer inside(status());
  const auto inside_is_served = [&] {
    return inside.say(request) && inside.hear(kHealthy.size()) == kHealthy;
  };
  ASSERT_TRUE(inside_is_served());
  TcpPeer outside;
  {
    const NoDescriptors none;
    ASSERT_TRUE(outside.connect(status()));                       // in the kernel's queue
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(inside_is_served());  // so accepting was tried
  }
  ASSERT_TRUE(outside.say(request));
  EXPECT_EQ(outside.hear(kHealthy.size()), kHealthy);
}

}  // namespace
}  // namespace sparkgate::net
