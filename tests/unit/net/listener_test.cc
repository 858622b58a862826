#include "net/listener.h"

#include <gtest/gtest.h>

#include <chrono>
#include <deque>
#include <thread>

#include "unit/net/peers.h"

namespace sparkgate::net {
namespace {

TEST(Listener, TakesWhoStandsInTheQueueBeforeItCloses) {
  ConnectionCount count(1000, nullptr);
  IoLoop loop({}, std::chrono::milliseconds(5));
  std::size_t served = 0;
  auto listener = Listener::open("127.0.0.1:0", loop, count,
                                 [&](const tcp::socket&, const ConnectionTicket&) { ++served; });
  ASSERT_TRUE(listener.ok()) << listener.error().message;
  (*listener)->start();
  std::deque<TcpPeer> early;  // the kernel has them, nobody accepts yet
  for (int i = 0; i < 200; ++i) ASSERT_TRUE(early.emplace_back((*listener)->address()).connected());
  (*listener)->close();
  loop.start();
  while (!(*listener)->closed()) std::this_thread::yield();
  loop.stop();
  loop.join();
  EXPECT_EQ(served, 200U);
}

}  // namespace
}  // namespace sparkgate::net
