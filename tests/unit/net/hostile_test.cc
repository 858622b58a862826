// What a stranger on the pod network can send in front of a body, and the exact answer to it. Many
// of these are let through by the parser of Boost 1.81 (marked b).

#include <gtest/gtest.h>

#include <string>

#include "unit/net/talk.h"

namespace sparkgate::net {
namespace {

constexpr int kSilence = 0;  // nothing is answered, the connection waits for more

struct Hostile {
  const char* name;
  std::string bytes;
  int status;
};

/// A request whose fields behind the request line are `fields`.
std::string post(const std::string& fields, const std::string& body = "") {
  return "POST /mutate HTTP/1.1\r\n" + fields + "\r\n" + body;
}

/// A good request with `line` among its fields, and three bytes of body.
std::string with(const std::string& line) {
  return post("Host: a\r\n" + line + "\r\nContent-Length: 3\r\nContent-Type: application/json\r\n",
              "{ }");
}

/// A good request but for its length, `line`.
std::string length(const std::string& line, const std::string& body = "{ }") {
  return post("Host: a\r\n" + line + "\r\nContent-Type: application/json\r\n", body);
}

/// A good request but for its request line.
std::string line(const std::string& text) {
  return text + "\r\nHost: a\r\nContent-Length: 3\r\nContent-Type: application/json\r\n\r\n{ }";
}

std::string fields(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "X: y\r\n";
  return text;
}

const std::string kNul(1, '\0');

const Hostile kTable[] = {
    {"good", with("X: y"), 200},
    // Request line
    {"HTTP/1.0 b", line("POST /mutate HTTP/1.0"), 400},
    {"HTTP/1.2", line("POST /mutate HTTP/1.2"), 400},
    {"HTTP/2.0", line("POST /mutate HTTP/2.0"), 400},
    {"HTTP/0.9", "GET /mutate\r\n\r\n", 400},
    {"lower case version", line("POST /mutate http/1.1"), 400},
    {"long version", line("POST /mutate HTTP/1.11"), 400},
    {"blank behind version", line("POST /mutate HTTP/1.1 "), 400},
    {"two blanks before target", line("POST  /mutate HTTP/1.1"), 400},
    {"two blanks before version", line("POST /mutate  HTTP/1.1"), 400},
    {"tab", line("POST\t/mutate HTTP/1.1"), 400},
    {"blank in front", line(" POST /mutate HTTP/1.1"), 400},
    {"empty line in front", "\r\n" + with("X: y"), 400},
    {"absolute-form b", line("POST http://a/mutate HTTP/1.1"), 400},
    {"authority-form b", line("CONNECT a:443 HTTP/1.1"), 400},
    {"asterisk-form b", line("OPTIONS * HTTP/1.1"), 400},
    {"no slash b", line("POST mutate HTTP/1.1"), 400},
    {"fragment b", line("POST /mutate#x HTTP/1.1"), 400},
    {"8 bit target b", line("POST /mutate?\xff HTTP/1.1"), 400},
    {"NUL in target", line("POST /mutate" + kNul + " HTTP/1.1"), 400},
    {"bare CR in target", line("POST /mutate\r HTTP/1.1"), 400},
    {"h2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400},
    {"TLS ClientHello", "\x16\x03\x01\x02" + kNul + "\x01", kSilence},
    {"escaped path", line("POST /%6dutate HTTP/1.1"), 404},
    {"dots", line("POST /x/../mutate HTTP/1.1"), 404},
    {"other path", line("POST /metrics HTTP/1.1"), 404},
    {"double slash", line("POST //mutate HTTP/1.1"), 200},
    {"GET", line("GET /mutate HTTP/1.1"), 405},
    {"lower case method", line("post /mutate HTTP/1.1"), 405},
    {"TRACE", line("TRACE /mutate HTTP/1.1"), 405},
    {"method with a colon", line("PO:ST /mutate HTTP/1.1"), 400},
    // Lines
    {"bare LF", "POST /mutate HTTP/1.1\nHost: a\n\n", 400},
    {"one bare LF", "POST /mutate HTTP/1.1\r\nHost: a\nX: y\r\n\r\n", 400},
    {"bare LF at the end", "POST /mutate HTTP/1.1\r\nHost: a\r\n\n", 400},
    {"bare CR", with("X: a\rb"), 400},
    {"obs-fold b", with("X: a\r\n b"), 400},
    {"obs-fold with a tab b", with("X: a\r\n\tb"), 400},
    {"empty obs-fold b", with("X:\r\n a"), 400},
    {"folded length b", length("Content-Length:\r\n 3"), 400},
    {"folded first field", post(" Host: a\r\n"), 400},
    // Field syntax
    {"blank before colon", with("X : y"), 400},
    {"no colon", with("X"), 400},
    {"no name", with(": y"), 400},
    {"NUL in a name", with("X" + kNul + ": y"), 400},
    {"NUL in a value", with("X: a" + kNul), 400},
    {"control character in a value", with("X: a\x01"), 400},
    {"DEL in a value", with("X: a\x7f"), 400},
    {"8 bit name", with("X\xe4: y"), 400},
    {"8 bit value", with("X: \xe4"), 200},
    {"quoted name", with("\"X\": y"), 400},
    {"64 fields", with(fields(60) + "X: y"), 200},
    {"65 fields", with(fields(61) + "X: y"), 431},
    {"8 KiB of one field", with("X: " + std::string(8192, 'y')), 431},
    {"8 KiB of request line", line("POST /" + std::string(8192, 'y') + " HTTP/1.1"), 431},
    {"8 KiB without an end", std::string(8192, 'y'), 431},
    // Host
    {"no Host b", post("Content-Length: 3\r\nContent-Type: application/json\r\n", "{ }"), 400},
    {"two Hosts b", with("Host: b"), 400},
    {"two equal Hosts b", with("Host: a"), 400},
    {"empty Host b", post("Host:\r\nContent-Length: 0\r\n"), 400},
    {"list of Hosts b", post("Host: a, b\r\nContent-Length: 0\r\n"), 400},
    {"Host with a path b", post("Host: a/b\r\nContent-Length: 0\r\n"), 400},
    {"Host with a user b", post("Host: u@a\r\nContent-Length: 0\r\n"), 400},
    // Length
    {"no length", post("Host: a\r\nContent-Type: application/json\r\n"), 411},
    {"two equal lengths b", length("Content-Length: 3\r\nContent-Length: 3"), 400},
    {"two lengths", length("Content-Length: 3\r\nContent-Length: 4"), 400},
    {"list of equal lengths b", length("Content-Length: 3, 3"), 400},
    {"list of lengths", length("Content-Length: 3, 4"), 400},
    {"plus", length("Content-Length: +3"), 400},
    {"minus", length("Content-Length: -1"), 400},
    {"hexadecimal", length("Content-Length: 0x3"), 400},
    {"exponent", length("Content-Length: 3e0"), 400},
    {"empty length", length("Content-Length:"), 400},
    {"length with a blank", length("Content-Length: 3 3"), 400},
    {"length with a comma b", length("Content-Length: 3,"), 400},
    {"length in quotes", length("Content-Length: \"3\""), 400},
    {"length with NUL", length("Content-Length: 3" + kNul), 400},
    {"leading zeros", length("Content-Length: 003"), 200},
    {"blanks around", length("Content-Length: \t 3 \t"), 200},
    {"one over the limit", length("Content-Length: 1001"), 413},
    {"2^64 - 1", length("Content-Length: 18446744073709551615"), 413},
    {"2^64", length("Content-Length: 18446744073709551616"), 400},
    {"body never comes", length("Content-Length: 4"), kSilence},
    // Transfer-Encoding
    {"chunked", length("Transfer-Encoding: chunked", "0\r\n\r\n"), 400},
    {"chunked, then length", length("Transfer-Encoding: chunked\r\nContent-Length: 3"), 400},
    {"length, then chunked", length("Content-Length: 3\r\nTransfer-Encoding: chunked"), 400},
    {"gzip b", length("Transfer-Encoding: gzip\r\nContent-Length: 3"), 400},
    {"xchunked b", length("Transfer-Encoding: xchunked\r\nContent-Length: 3"), 400},
    {"chunked, identity b", length("Transfer-Encoding: chunked, identity"), 400},
    {"identity b", length("Transfer-Encoding: identity\r\nContent-Length: 3"), 400},
    {"empty coding b", length("Transfer-Encoding:\r\nContent-Length: 3"), 400},
    {"blank before colon of coding", length("Transfer-Encoding : chunked"), 400},
    {"HTTP/1.0 chunked b", "POST /mutate HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
    // Content-Type, Expect, Connection
    {"text", post("Host: a\r\nContent-Length: 3\r\nContent-Type: text/plain\r\n", "{ }"), 415},
    {"no type", post("Host: a\r\nContent-Length: 3\r\n", "{ }"), 415},
    {"two types", with("Content-Type: application/json"), 415},
    {"JSON with a charset",
     post("Host: a\r\nContent-Length: 3\r\n"
          "Content-Type: application/json; charset=utf-8\r\n",
          "{ }"),
     200},
    {"other expectation", with("Expect: 200-ok"), 400},
    {"h2c upgrade",
     with("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: A"), 200},
    {"broken Connection", with("Connection: ,\x01"), 400},
};

/// The status of the first answer.
int status_in(const std::string& answer) {
  return answer.starts_with("HTTP/1.1 ") ? std::stoi(answer.substr(9, 3)) : kSilence;
}

TEST(Hostile, EachGetsItsAnswer) {
  for (const Hostile& row : kTable) {
    const House house;
    Talk talk(house.serving);
    const std::string answer = talk.say(row.bytes).heard();
    EXPECT_EQ(status_in(answer), row.status) << row.name << "\n" << row.bytes;
    const bool refused = row.status >= 400;
    EXPECT_EQ(talk.closed(), refused) << row.name;
    EXPECT_EQ(answer.find("\r\nConnection: close\r\n") != std::string::npos, refused) << row.name;
  }
}

TEST(Hostile, TheSameAnswerByteByByte) {
  for (const Hostile& row : kTable) {
    const House house;
    Talk at_once(house.serving), by_byte(house.serving);
    EXPECT_EQ(by_byte.say(row.bytes, 1).heard(), at_once.say(row.bytes).heard()) << row.name;
  }
}

TEST(Hostile, NothingBehindARefusalIsRead) {
  for (const Hostile& row : kTable) {
    if (row.status < 400) continue;
    const House house;
    Talk talk(house.serving);
    const std::string answer = talk.say(row.bytes).say(review_request("{}")).heard();
    EXPECT_EQ(answer.find("}HTTP/1.1"), std::string::npos) << row.name << "\n" << answer;
  }
}

}  // namespace
}  // namespace sparkgate::net
