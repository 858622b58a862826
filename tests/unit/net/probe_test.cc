#include "net/probe.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <chrono>

#include "net/address.h"
#include "unit/net/server_fixture.h"

namespace sparkgate::net {
namespace {

using std::chrono::milliseconds;

class ProbeTest : public ServerTest {};

TEST_F(ProbeTest, BringsTheAnswer) {
  start();
  const auto reply = probe({admission(), "/mutate?timeout=1s", "{}"});
  ASSERT_TRUE(reply.ok()) << reply.error().message;
  EXPECT_EQ(reply->status, 200);
  EXPECT_EQ(reply->body, "/mutate?timeout=1s {}");
}

TEST_F(ProbeTest, BringsARefusal) {
  start();
  const auto reply = probe({admission(), "/nothing", "{}"});
  ASSERT_TRUE(reply.ok());
  EXPECT_EQ(reply->status, 404);
  EXPECT_EQ(reply->body, R"({"kind":"Status","apiVersion":"v1","status":"Failure","code":404,)"
                         R"("message":"there is nothing at this path"})");
}

TEST_F(ProbeTest, SaysWhichStepFailed) {
  start();
  const std::string taken = admission();
  EXPECT_TRUE(probe({status(), "/mutate", "{}"})
                  .error()
                  .message.starts_with("probe of " + status() + ": TLS handshake: "));
  server_.reset();
  EXPECT_EQ(probe({taken, "/mutate", "{}"}).error().message,
            "probe of " + taken + ": connect: Connection refused");
  EXPECT_EQ(probe({"nowhere", "/mutate", "{}"}).error().message,
            "address \"nowhere\": expected an IP address (or localhost) and a port");
}

TEST_F(ProbeTest, GivesUpInTime) {
  asio::io_context context;
  const tcp::acceptor silent(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
  const std::string address = address_text(silent.local_endpoint());
  const auto started = std::chrono::steady_clock::now();
  EXPECT_EQ(probe({address, "/mutate", "{}", milliseconds(50)}).error().message,
            "probe of " + address + ": no end of TLS handshake in time");
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(5));
}

}  // namespace
}  // namespace sparkgate::net
