#include "net/reply.h"

#include <gtest/gtest.h>

namespace sparkgate::net {
namespace {

std::string written(const HttpReply& reply, const ReplyOptions& options = {}) {
  std::string out = "what was there before";
  write_reply(out, reply, options);
  return out;
}

HttpReply reply_of(int status, std::string body) {
  HttpReply reply;
  reply.status = status;
  reply.body = std::move(body);
  return reply;
}

TEST(Reply, IsOnePiece) {
  EXPECT_EQ(written(reply_of(200, "{}")),
            "HTTP/1.1 200 OK\r\n"
            "Content-Type: application/json\r\n"
            "Content-Length: 2\r\n"
            "\r\n"
            "{}");
}

TEST(Reply, CarriesWhatTheConnectionAdds) {
  EXPECT_EQ(written(reply_of(405, "{}"), {.close = true, .allow = "POST"}),
            "HTTP/1.1 405 Method Not Allowed\r\n"
            "Content-Type: application/json\r\n"
            "Content-Length: 2\r\n"
            "Allow: POST\r\n"
            "Connection: close\r\n"
            "\r\n"
            "{}");
}

TEST(Reply, TellsWhenToComeAgain) {
  EXPECT_EQ(written(reply_of(429, "")),
            "HTTP/1.1 429 Too Many Requests\r\n"
            "Content-Type: application/json\r\n"
            "Content-Length: 0\r\n"
            "Retry-After: 1\r\n"
            "\r\n");
}

TEST(Reply, AnswersHeadWithoutABody) {
  EXPECT_EQ(written(reply_of(404, "{}"), {.without_body = true}),
            "HTTP/1.1 404 Not Found\r\n"
            "Content-Type: application/json\r\n"
            "Content-Length: 2\r\n"
            "\r\n");
}

TEST(Reply, StatusObjectIsKubernetesOwn) {
  HttpReply reply = reply_of(200, "old");
  reply.content_type = "text/plain";
  write_status_object(reply, 413, "a \"large\" body");
  EXPECT_EQ(reply.status, 413);
  EXPECT_EQ(reply.content_type, "application/json");
  EXPECT_EQ(reply.body, R"({"kind":"Status","apiVersion":"v1","status":"Failure","code":413,)"
                        R"("message":"a \"large\" body"})");
}

TEST(Reply, KnowsNoRedirect) {
  for (const StatusLine& status : kStatusLines) {
    EXPECT_TRUE(status.code == 200 || status.code >= 400) << status.code;
    EXPECT_TRUE(status.line.starts_with("HTTP/1.1 " + std::to_string(status.code) + " "));
    EXPECT_TRUE(status.line.ends_with("\r\n"));
    EXPECT_EQ(kStatusLines[status_index(status.code)].code, status.code);
  }
  EXPECT_EQ(status_index(302), kStatusLines.size());
}

}  // namespace
}  // namespace sparkgate::net
