#include "net/session.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

#include "base/metrics.h"
#include "unit/net/talk.h"

namespace sparkgate::net {
namespace {

class SessionTest : public ::testing::Test {
 protected:
  House house_;
  Talk talk_{house_.serving};
};

TEST_F(SessionTest, AnswersAReview) {
  EXPECT_EQ(talk_.say(review_request("{}")).heard(), ok_reply("/mutate?timeout=10s {}"));
  EXPECT_FALSE(talk_.closed());
}

TEST_F(SessionTest, KeepsTheConnection) {
  for (int i = 0; i < 3; ++i) {
    const std::string body = std::to_string(i);
    EXPECT_EQ(talk_.say(review_request(body)).heard(), ok_reply("/mutate?timeout=10s " + body));
  }
}

TEST_F(SessionTest, GivesTheSameAnswerHoweverTheRequestIsCut) {
  const std::string request = review_request(R"({"kind":"AdmissionReview"})");
  const std::string answer = ok_reply(R"(/mutate?timeout=10s {"kind":"AdmissionReview"})");
  for (std::size_t cut = 1; cut < request.size(); ++cut) {
    Talk talk(house_.serving);
    EXPECT_EQ(talk.say(request.substr(0, cut)).heard(), "") << cut;
    EXPECT_EQ(talk.say(request.substr(cut)).heard(), answer) << cut;
  }
  for (std::size_t piece = 1; piece < request.size(); ++piece) {
    Talk talk(house_.serving);
    EXPECT_EQ(talk.say(request, piece).heard(), answer) << piece;
  }
}

TEST_F(SessionTest, AnswersPipelinedRequestsInOrder) {
  std::string requests, answers;
  for (int i = 0; i < 200; ++i) {  // more than the buffer holds
    requests += review_request(std::to_string(i));
    answers += ok_reply("/mutate?timeout=10s " + std::to_string(i));
  }
  EXPECT_EQ(talk_.say(requests).heard(), answers);
  for (const std::size_t piece : {1U, 7U, 300U, 1000U}) {
    EXPECT_EQ(talk_.say(requests, piece).heard(), answers) << piece;
  }
}

TEST_F(SessionTest, StopsAtTheRefusedOneAmongPipelinedRequests) {
  talk_.say(review_request("1") + "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n" + review_request("3"));
  EXPECT_EQ(talk_.heard(), ok_reply("/mutate?timeout=10s 1") +
                               refusal_reply("404 Not Found", "there is nothing at this path"));
  EXPECT_TRUE(talk_.closed());
}

TEST_F(SessionTest, ServesGet) {
  EXPECT_EQ(talk_.say("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n").heard(),
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nok\n");
}

TEST_F(SessionTest, HonoursClose) {
  talk_.say(review_request("1", "Connection: close\r\n") + review_request("2"));
  EXPECT_EQ(talk_.heard(), ok_reply("/mutate?timeout=10s 1", "Connection: close\r\n"));
  EXPECT_TRUE(talk_.closed());
}

TEST_F(SessionTest, ClosesBehindAnAnswerWhileDraining) {
  talk_.say(review_request("1"));
  house_.draining = true;
  EXPECT_EQ(talk_.heard(), ok_reply("/mutate?timeout=10s 1"));
  EXPECT_FALSE(talk_.closed());
  talk_.say(review_request("2"));
  EXPECT_EQ(talk_.heard(), ok_reply("/mutate?timeout=10s 2", "Connection: close\r\n"));
  EXPECT_TRUE(talk_.closed());
}

TEST_F(SessionTest, InvitesTheBody) {
  const std::string request = review_request("{}", "Expect: 100-continue\r\n");
  talk_.say(request.substr(0, request.size() - 2));
  EXPECT_EQ(talk_.heard(), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(talk_.say("{}").heard(), ok_reply("/mutate?timeout=10s {}"));
  // Also when the body is there already: the answer must not depend on how bytes are cut.
  EXPECT_EQ(talk_.say(request).heard(),
            "HTTP/1.1 100 Continue\r\n\r\n" + ok_reply("/mutate?timeout=10s {}"));
}

TEST_F(SessionTest, RefusesInWholeSentences) {
  struct Row {
    std::string request, answer;
  };
  const std::string tail = " HTTP/1.1\r\nHost: a\r\n";
  const Row rows[] = {
      {"GET /mutate" + tail + "\r\n",
       refusal_reply("405 Method Not Allowed", "this path has another method", "Allow: POST\r\n")},
      {"POST /mutate" + tail + "\r\n",
       refusal_reply("411 Length Required", "Content-Length is needed")},
      {"POST /mutate" + tail + "Content-Length: 1001\r\n\r\n",
       refusal_reply("413 Content Too Large", "the body is over this server's limit")},
      {"POST /mutate" + tail + "Content-Length: 2\r\n\r\n{}",
       refusal_reply("415 Unsupported Media Type", "the body must be application/json")},
      {"GET /healthz HTTP/1.1\r\nHost a\r\n\r\n",
       refusal_reply("400 Bad Request", "malformed request head")},
      {"GET /healthz HTTP/1.1\nHost: a\n\n",
       refusal_reply("400 Bad Request", "malformed line in the request head")},
      {std::string(8192, 'a'),
       refusal_reply("431 Request Header Fields Too Large", "the request head is over 8 KiB")},
  };
  for (const Row& row : rows) {
    Talk talk(house_.serving);
    EXPECT_EQ(talk.say(row.request).heard(), row.answer);
    EXPECT_TRUE(talk.closed());
  }
}

TEST_F(SessionTest, AnswersHeadWithoutABody) {
  const std::string answer = talk_.say("HEAD /healthz HTTP/1.1\r\nHost: a\r\n\r\n").heard();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 405 Method Not Allowed\r\n"));
  EXPECT_TRUE(answer.ends_with("Allow: GET\r\nConnection: close\r\n\r\n"));
}

TEST_F(SessionTest, ADoorThatThrowsIsA500AndNothingMore) {
  house_.routes[0].door = [](const HttpRequest&, HttpReply& reply) {
    reply.body = "half";
    throw std::runtime_error("with a secret of the pod in it");
  };
  const std::string body = R"({"kind":"Status","apiVersion":"v1","status":"Failure","code":500,)"
                           R"("message":"internal error"})";
  const std::string answer =
      "HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\nContent-Length: " +
      std::to_string(body.size()) + "\r\n\r\n" + body;
  EXPECT_EQ(talk_.say(review_request("{}")).heard(), answer);
  EXPECT_EQ(talk_.say(review_request("{}")).heard(), answer);
  EXPECT_FALSE(talk_.closed());
}

TEST_F(SessionTest, ADoorCannotRedirect) {
  house_.routes[0].door = [](const HttpRequest&, HttpReply& reply) { reply.status = 302; };
  EXPECT_TRUE(talk_.say(review_request("{}")).heard().starts_with("HTTP/1.1 500 "));
}

TEST_F(SessionTest, ADoorFindsAnEmptyReply) {
  house_.routes[0].door = [first = true](const HttpRequest&, HttpReply& reply) mutable {
    if (first) {
      reply.status = 503;
      reply.content_type = "text/plain";
      reply.body = "old";
    }
    first = false;
  };
  EXPECT_EQ(talk_.say(review_request("1")).heard(),
            "HTTP/1.1 503 Service Unavailable\r\n"
            "Content-Type: text/plain\r\nContent-Length: 3\r\n\r\nold");
  EXPECT_EQ(talk_.say(review_request("2")).heard(), ok_reply(""));
}

TEST_F(SessionTest, SaysTooLateToWhoHasBegun) {
  const std::string too_late = refusal_reply("408 Request Timeout", "the request came too slowly");
  EXPECT_EQ(talk_.time_out().heard(), "");
  EXPECT_TRUE(talk_.closed());

  for (const std::string& begun :
       {std::string("G"), review_request("{}").substr(0, 40),
        review_request("{}").substr(0, review_request("{}").size() - 1)}) {
    Talk slow(house_.serving);
    EXPECT_EQ(slow.say(begun).time_out().heard(), too_late);
    EXPECT_TRUE(slow.closed());
  }
}

TEST_F(SessionTest, KnowsWhatItWaitsFor) {
  using Phase = Session::Phase;
  Session& session = talk_.session();
  const std::string request = review_request("{}");
  EXPECT_EQ(session.phase(), Phase::idle);
  talk_.say(request.substr(0, 1));
  EXPECT_EQ(session.phase(), Phase::head);
  talk_.say(request.substr(1, request.size() - 2));
  EXPECT_EQ(session.phase(), Phase::body);
  talk_.say(request.substr(request.size() - 1) + "P");
  EXPECT_EQ(session.phase(), Phase::head);
}

TEST_F(SessionTest, HandsTheBodyOverWhereItLies) {
  const char* seen = nullptr;
  unsigned padding = 0;
  house_.routes[0].door = [&](const HttpRequest& request, HttpReply&) {
    seen = request.body.data();
    for (std::size_t i = 0; i < kBodyPadding; ++i) padding += request.body.end()[i] != 0 ? 1U : 0U;
  };
  const std::string request = review_request("{}");
  const char* start = talk_.session().space().data();
  talk_.say(request);
  EXPECT_EQ(seen, start + request.size() - 2);
  EXPECT_LE(padding, kBodyPadding);
}

TEST_F(SessionTest, HoldsOnlyWhatALargeBodyNeedsWhileItNeedsIt) {
  const Serving serving{house_.routes, 7 * 1024 * 1024, house_.draining, nullptr, house_.in_flight};
  Talk talk(serving);
  const std::string body(7 * 1024 * 1024, 'x');
  EXPECT_EQ(talk.say(review_request(body)).heard(), ok_reply("/mutate?timeout=10s " + body));
  EXPECT_LT(talk.session().memory(), 20000U);
  EXPECT_EQ(talk.say(review_request("{}")).heard(), ok_reply("/mutate?timeout=10s {}"));
}

TEST_F(SessionTest, KeepsNothingForARefusedBody) {
  talk_.say(
      "POST /mutate HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n"
      "Content-Type: application/json\r\n\r\n");
  EXPECT_TRUE(talk_.closed());
  EXPECT_LT(talk_.session().memory(), 1000U);
}

class SessionMetricsTest : public ::testing::Test {
 protected:
  std::string value(const std::string& series) const {
    const std::string text = metrics_.text();
    const std::size_t at = text.find("\n" + series + " ");
    if (at == std::string::npos) return "absent";
    const std::size_t start = at + series.size() + 2;
    return text.substr(start, text.find('\n', start) - start);
  }

  Metrics metrics_;
  NetMetrics handles_{metrics_};
  House house_;
  InFlight in_flight_{{2, 1000}, &handles_};
  Serving serving_{house_.routes, 1000, house_.draining, &handles_, in_flight_};
};

TEST_F(SessionMetricsTest, CountsAnswersByCode) {
  Talk(serving_).say(review_request("1") + review_request("2") + "broken\r\n\r\n");
  EXPECT_EQ(value(R"(sparkgate_http_responses_total{code="200"})"), "2");
  EXPECT_EQ(value(R"(sparkgate_http_responses_total{code="400"})"), "1");
  EXPECT_EQ(value(R"(sparkgate_http_responses_total{code="500"})"), "0");
  EXPECT_EQ(value(R"(sparkgate_shed_total{reason="connections"})"), "0");
}

TEST_F(SessionMetricsTest, CountsADoorThatThrows) {
  house_.routes[0].door = [](const HttpRequest&, HttpReply&) { throw 1; };
  Talk(serving_).say(review_request("1"));
  EXPECT_EQ(value(R"(sparkgate_http_responses_total{code="500"})"), "1");
}

TEST_F(SessionMetricsTest, ARequestIsInFlightFromItsHeadToTheEndOfItsAnswer) {
  const std::string request = review_request("{}");
  const std::string series = "sparkgate_inflight_requests";
  {
    Talk talk(serving_);
    talk.say(request.substr(0, 20));
    EXPECT_EQ(value(series), "0");
    talk.say(request.substr(20, request.size() - 21));
    EXPECT_EQ(value(series), "1");
    talk.say(request.substr(request.size() - 1));
    EXPECT_EQ(value(series), "0");
    talk.say(request.substr(0, request.size() - 1));
    EXPECT_EQ(value(series), "1");
  }
  EXPECT_EQ(value(series), "0");  // the peer went away
  Talk late(serving_);
  late.say(request.substr(0, request.size() - 1)).time_out();
  EXPECT_EQ(value(series), "0");
}

}  // namespace
}  // namespace sparkgate::net
