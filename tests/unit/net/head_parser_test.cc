#include "net/head_parser.h"

#include <gtest/gtest.h>

#include <string>

namespace sparkgate::net {
namespace {

const std::string kFromTheApiServer =
    "POST /mutate?timeout=10s HTTP/1.1\r\n"
    "Host: sparkgate.spark.svc:443\r\n"
    "User-Agent: kube-apiserver-admission\r\n"
    "Content-Length: 5516\r\n"
    "Accept: application/json, */*\r\n"
    "Content-Type: application/json\r\n"
    "Accept-Encoding: gzip\r\n"
    "\r\n";

TEST(HeadParser, ReadsWhatTheApiServerSends) {
  const auto head = parse_head(kFromTheApiServer);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->method, "POST");
  EXPECT_EQ(head->target, "/mutate?timeout=10s");
  EXPECT_EQ(head->version, 11);
  EXPECT_TRUE(head->keep_alive);
  EXPECT_EQ(head->fields, 6U);
  EXPECT_EQ(head->host.value, "sparkgate.spark.svc:443");
  EXPECT_EQ(head->content_length.value, "5516");
  EXPECT_EQ(head->content_type.value, "application/json");
  EXPECT_EQ(head->transfer_encoding.count, 0U);
  EXPECT_EQ(head->expect.count, 0U);
}

TEST(HeadParser, PointsIntoTheBytesItWasGiven) {
  const auto head = parse_head(kFromTheApiServer);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->target.data(), kFromTheApiServer.data() + 5);
}

TEST(HeadParser, CountsFieldsThatComeTwice) {
  const auto head = parse_head(
      "GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\nContent-Type: x\r\nCONTENT-TYPE: y\r\n\r\n");
  ASSERT_TRUE(head);
  EXPECT_EQ(head->host.count, 2U);
  EXPECT_EQ(head->host.value, "b");
  EXPECT_EQ(head->content_type.count, 2U);
  EXPECT_EQ(head->fields, 4U);
}

TEST(HeadParser, KnowsWhenThePeerWantsToEnd) {
  const auto keeps = [](const std::string& line_and_fields) {
    const auto head = parse_head("GET / HTTP/" + line_and_fields + "\r\n\r\n");
    return head && head->keep_alive;
  };
  EXPECT_TRUE(keeps("1.1\r\nHost: a"));
  EXPECT_TRUE(keeps("1.1\r\nConnection: keep-alive"));
  EXPECT_FALSE(keeps("1.1\r\nConnection: close"));
  EXPECT_FALSE(keeps("1.1\r\nConnection: x, Close"));
  EXPECT_FALSE(keeps("1.0\r\nHost: a"));
}

TEST(HeadParser, DoesNotMindALargeBody) {
  const auto head = parse_head("POST / HTTP/1.1\r\nContent-Length: 18446744073709551615\r\n\r\n");
  ASSERT_TRUE(head);
  EXPECT_EQ(head->content_length.value, "18446744073709551615");
}

TEST(HeadParser, WantsExactlyOneHead) {
  EXPECT_FALSE(parse_head(""));
  EXPECT_FALSE(parse_head("GET / HTTP/1.1\r\nHost: a\r\n"));
  EXPECT_FALSE(parse_head("GET / HTTP/1.1\r\nHost: a\r\n\r\nG"));
  EXPECT_FALSE(parse_head("no request\r\n\r\n"));
}

}  // namespace
}  // namespace sparkgate::net
