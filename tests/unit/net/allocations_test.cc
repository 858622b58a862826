#include <gtest/gtest.h>

#include <string>

#include "base/metrics.h"
#include "support/counting_new.h"
#include "unit/net/talk.h"

namespace sparkgate::net {
namespace {

/// Sends `request` and takes the answers without keeping them. Returns how many there were.
int serve(Session& session, std::string_view request) {
  const std::span<char> space = session.space();
  std::memcpy(space.data(), request.data(), request.size());
  int answers = 0;
  Session::Next next = session.received(request.size());
  for (; next == Session::Next::write; next = session.wrote()) ++answers;
  return answers;
}

TEST(Allocations, NoneARequestOnceTheBuffersAreThere) {
  Metrics metrics;
  const NetMetrics handles(metrics);
  House house;
  house.routes[0].door = [](const HttpRequest& request, HttpReply& reply) {
    reply.body.append(request.body.substr(0, 1500));
  };
  const Serving serving{house.routes, 1 << 20, house.draining, &handles, house.in_flight};
  Session session(serving);
  const std::string request = review_request(std::string(10000, 'x'));
  const std::string two = review_request(std::string(5000, 'x')) + review_request("{}");
  EXPECT_EQ(serve(session, request), 1);
  const std::size_t before = allocations();
  for (int i = 0; i < 100; ++i) {
    ASSERT_EQ(serve(session, request), 1);
    ASSERT_EQ(serve(session, two), 2);
  }
  EXPECT_EQ(allocations(), before);
}

}  // namespace
}  // namespace sparkgate::net
