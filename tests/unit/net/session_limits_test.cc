// What a port has no room for is told to come again, at once, and the connection is kept.

#include <gtest/gtest.h>

#include <cstring>
#include <string>

#include "base/metrics.h"
#include "net/session.h"
#include "unit/net/talk.h"

namespace sparkgate::net {
namespace {

/// The whole answer to who must come again.
std::string come_again(const std::string& more_fields = "") {
  const std::string body = R"({"kind":"Status","apiVersion":"v1","status":"Failure","code":429,)"
                           R"("message":"too much is in flight here, try again in a second"})";
  return "HTTP/1.1 429 Too Many Requests\r\nContent-Type: application/json\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\nRetry-After: 1\r\n" + more_fields + "\r\n" + body;
}

class SessionLimits : public ::testing::Test {
 protected:
  /// The head of a review with a body of `bytes`, and so many bytes of that.
  static std::string begun(std::size_t bytes, std::size_t here = 1) {
    const std::string whole = review_request(std::string(bytes, 'x'));
    return whole.substr(0, whole.size() - bytes + here);
  }

  /// All but the last byte of it.
  static std::string held(std::size_t bytes) { return begun(bytes, bytes - 1); }

  std::string value(const std::string& series) const {
    const std::string text = metrics_.text();
    const std::size_t start = text.find("\n" + series + " ") + series.size() + 2;
    return text.substr(start, text.find('\n', start) - start);
  }

  Metrics metrics_;
  NetMetrics handles_{metrics_};
  House house_;
  InFlight in_flight_{{.requests = 2, .bytes = 100000}, &handles_};
  Serving serving_{house_.routes, 100000, house_.draining, &handles_, in_flight_};
  Talk slow_{serving_};
  Talk talk_{serving_};
};

TEST_F(SessionLimits, ABodyPastTheBudgetIsToldBeforeItComes) {
  slow_.say(held(60000));
  EXPECT_EQ(value("sparkgate_inflight_bytes"), "60000");
  const std::string large = review_request(std::string(50000, 'x'));
  EXPECT_EQ(talk_.say(large.substr(0, large.size() - 50000)).heard(), come_again());
  EXPECT_FALSE(talk_.closed());
  EXPECT_EQ(value(R"(sparkgate_shed_total{reason="bytes"})"), "1");
  EXPECT_EQ(value(R"(sparkgate_http_responses_total{code="429"})"), "1");
  EXPECT_EQ(value("sparkgate_inflight_bytes"), "60000");
  // Its body still comes and is nobody's; the next request is served.
  EXPECT_EQ(talk_.say(large.substr(large.size() - 50000)).heard(), "");
  EXPECT_EQ(talk_.say(review_request("{}")).heard(), ok_reply("/mutate?timeout=10s {}"));
}

TEST_F(SessionLimits, ABodyThatIsAnnouncedKeepsNobodyOut) {
  slow_.say(begun(100000, 16000));
  EXPECT_EQ(value("sparkgate_inflight_bytes"), "0");
  const std::string body(100000, 'x');
  EXPECT_EQ(talk_.say(review_request(body)).heard(), ok_reply("/mutate?timeout=10s " + body));
}

TEST_F(SessionLimits, ABodyGetsFourTimesTheRoomAsItComes) {
  constexpr std::size_t kMiB = 1 << 20;
  InFlight in_flight({.bytes = 8 * kMiB}, &handles_);
  const Serving serving{house_.routes, 7 * kMiB, house_.draining, &handles_, in_flight};
  Talk talk(serving);
  const std::string head = begun(7 * kMiB, 0);
  std::size_t here = 0;
  const auto room_after = [&](std::size_t bytes) {
    talk.say(here == 0 ? head + std::string(bytes, 'x') : std::string(bytes - here, 'x'));
    here = bytes;
    return value("sparkgate_inflight_bytes");
  };
  EXPECT_EQ(room_after(InputBuffer::kUsualRoom - head.size() - 1), "0");
  for (const std::size_t room : {kMiB / 16, kMiB / 4, kMiB, 4 * kMiB, 7 * kMiB}) {
    EXPECT_EQ(room_after(here + 1), std::to_string(room));
    EXPECT_EQ(room_after(room - 1), std::to_string(room));
    EXPECT_LE(talk.session().memory(), room + head.size() + 1024);
  }
  EXPECT_TRUE(talk.say("x").heard().starts_with("HTTP/1.1 200 OK\r\n"));
  EXPECT_EQ(value("sparkgate_inflight_bytes"), "0");
}

TEST_F(SessionLimits, InTheMiddleOfABodyThereMayBeNoRoom) {
  slow_.say(begun(90000, 20000));
  EXPECT_EQ(talk_.say(begun(90000, 20000)).heard(), come_again());
  EXPECT_EQ(value("sparkgate_inflight_bytes"), "65536");
  EXPECT_EQ(value("sparkgate_inflight_requests"), "1");
  EXPECT_EQ(value(R"(sparkgate_shed_total{reason="bytes"})"), "1");
  EXPECT_LT(talk_.session().memory(), 20000U);
  // The rest of its body is nobody's; the next request is served.
  EXPECT_EQ(talk_.say(std::string(70000, 'x')).heard(), "");
  EXPECT_EQ(talk_.say(review_request("{}")).heard(), ok_reply("/mutate?timeout=10s {}"));
}

TEST_F(SessionLimits, WhatComesBehindALargeBodyIsALargeBodyToo) {
  InFlight in_flight;
  const Serving serving{house_.routes, 100000, house_.draining, &handles_, in_flight};
  Talk talk(serving);
  const std::string body(100000, 'x');
  const std::string reply = ok_reply("/mutate?timeout=10s " + body);
  EXPECT_EQ(talk.say(review_request(body) + review_request(body)).heard(), reply + reply);
}

TEST_F(SessionLimits, TheAnswerDoesNotDependOnHowTheBytesAreCut) {
  slow_.say(held(60000));
  const std::string two = review_request(std::string(50000, 'x')) + review_request("{}");
  for (const std::size_t piece : {97U, 300U, 10000U}) {
    EXPECT_EQ(talk_.say(two, piece).heard(), come_again() + ok_reply("/mutate?timeout=10s {}"));
  }
}

TEST_F(SessionLimits, RequestsAreCountedToo) {
  Talk other(serving_);
  slow_.say(begun(10));
  other.say(begun(10));
  EXPECT_EQ(talk_.say(review_request("{}")).heard(), come_again());
  EXPECT_EQ(value(R"(sparkgate_shed_total{reason="queue"})"), "1");
  other.say(std::string(9, 'x'));
  EXPECT_EQ(talk_.say(review_request("{}")).heard(), ok_reply("/mutate?timeout=10s {}"));
}

TEST_F(SessionLimits, WhoDoesNotReadItsAnswerHoldsNoBytes) {
  Session session(serving_);
  const std::string request = review_request(std::string(60000, 'x'));
  std::string_view rest = request;
  Session::Next next = Session::Next::read;
  while (next == Session::Next::read) {
    const std::span<char> space = session.space();
    const std::size_t count = std::min(space.size(), rest.size());
    std::memcpy(space.data(), rest.data(), count);
    rest.remove_prefix(count);
    next = session.received(count);
  }
  ASSERT_EQ(next, Session::Next::write);
  EXPECT_EQ(value("sparkgate_inflight_bytes"), "0");
  EXPECT_EQ(value("sparkgate_inflight_requests"), "1");
  EXPECT_EQ(session.wrote(), Session::Next::read);
  EXPECT_LT(session.memory(), 20000U);
}

TEST_F(SessionLimits, TheRoomOfWhoGoesAwayIsFree) {
  {
    Talk gone(serving_);
    gone.say(held(60000));
    EXPECT_EQ(value("sparkgate_inflight_bytes"), "60000");
  }
  EXPECT_EQ(value("sparkgate_inflight_bytes"), "0");
  EXPECT_EQ(value("sparkgate_inflight_requests"), "0");
}

TEST_F(SessionLimits, WhatReadingABodyTakesIsAskedForWhenItIsHere) {
  house_.routes[0].cost = [](std::string_view body) { return body.size() * 2000; };
  slow_.say(held(40000));
  EXPECT_EQ(talk_.say(review_request(std::string(31, 'x'))).heard(), come_again());
  EXPECT_EQ(talk_.say(review_request("{}")).heard(), ok_reply("/mutate?timeout=10s {}"));
  slow_.say("x");
  EXPECT_EQ(talk_.say(review_request("{}")).heard(), ok_reply("/mutate?timeout=10s {}"));
  EXPECT_EQ(value("sparkgate_inflight_bytes"), "0");
}

TEST_F(SessionLimits, WhoAsksBeforeItSendsIsLetGo) {
  slow_.say(held(60000));
  const std::string asking = review_request(std::string(50000, 'x'), "Expect: 100-continue\r\n");
  EXPECT_EQ(talk_.say(asking.substr(0, asking.size() - 50000)).heard(),
            come_again("Connection: close\r\n"));
  EXPECT_TRUE(talk_.closed());
}

TEST_F(SessionLimits, WhoNeverSendsTheRestHearsNothingMore) {
  slow_.say(held(60000));
  EXPECT_EQ(talk_.say(begun(50000)).heard(), come_again());
  EXPECT_EQ(talk_.session().phase(), Session::Phase::skipping);
  EXPECT_EQ(talk_.time_out().heard(), "");
  EXPECT_TRUE(talk_.closed());
}

TEST_F(SessionLimits, ABodyMayTakeAsLongAsItsSenderWaits) {
  EXPECT_EQ(talk_.session().asked_timeout(), std::chrono::milliseconds::max());
  talk_.say(begun(100));
  EXPECT_EQ(talk_.session().asked_timeout(), std::chrono::seconds(10));
  talk_.say(std::string(99, 'x'));
  EXPECT_EQ(talk_.session().asked_timeout(), std::chrono::milliseconds::max());
}

}  // namespace
}  // namespace sparkgate::net
