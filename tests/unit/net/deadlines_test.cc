#include "net/deadlines.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <vector>

namespace sparkgate::net {
namespace {

using std::chrono::milliseconds;

class Peer : public Deadlines::Guarded {
 public:
  using Guarded::arm;
  using Guarded::Guarded;
  int late = 0;
  std::function<void()> then = [] {};

 private:
  void on_deadline() override {
    ++late;
    then();
  }
};

/// How many ticks pass until `peer` is late; at most 100.
int ticks_until_late(Deadlines& deadlines, const Peer& peer) {
  for (int tick = 1; tick <= 100; ++tick) {
    deadlines.tick();
    if (peer.late > 0) return tick;
  }
  return 0;
}

TEST(Deadlines, NobodyIsLateWithoutADeadline) {
  Deadlines deadlines(milliseconds(250));
  const Peer peer(deadlines);
  EXPECT_EQ(ticks_until_late(deadlines, peer), 0);
}

TEST(Deadlines, ComeNotBeforeTheTimeAndAtMostTwoTicksAfter) {
  for (const auto& [wait, ticks] :
       {std::pair{0, 1}, {1, 2}, {250, 2}, {251, 3}, {1000, 5}, {5000, 21}}) {
    Deadlines deadlines(milliseconds(250));
    Peer peer(deadlines);
    peer.arm(milliseconds(wait));
    EXPECT_EQ(ticks_until_late(deadlines, peer), ticks) << wait;
  }
}

TEST(Deadlines, ComeOnce) {
  Deadlines deadlines(milliseconds(1));
  Peer peer(deadlines);
  peer.arm(milliseconds(1));
  for (int i = 0; i < 100; ++i) deadlines.tick();
  EXPECT_EQ(peer.late, 1);
}

TEST(Deadlines, AreReplacedByTheNext) {
  Deadlines deadlines(milliseconds(1));
  Peer peer(deadlines);
  peer.arm(milliseconds(3));
  deadlines.tick();
  peer.arm(milliseconds(10));
  EXPECT_EQ(ticks_until_late(deadlines, peer), 11);
}

TEST(Deadlines, MayBeSetAnewWhenTheyCome) {
  Deadlines deadlines(milliseconds(1));
  Peer peer(deadlines);
  peer.then = [&] { peer.arm(milliseconds(5)); };
  peer.arm(milliseconds(5));
  for (int i = 0; i < 18; ++i) deadlines.tick();
  EXPECT_EQ(peer.late, 3);
}

TEST(Deadlines, ForgetWhoIsGoneAndNobodyElse) {
  Deadlines deadlines(milliseconds(1));
  std::vector<std::unique_ptr<Peer>> peers;
  const auto come = [&] {
    peers.push_back(std::make_unique<Peer>(deadlines));
    peers.back()->arm(milliseconds(1));
  };
  for (int i = 0; i < 3; ++i) come();
  peers[1].reset();  // the third takes its place
  come();
  peers[2].reset();
  deadlines.tick();
  deadlines.tick();
  EXPECT_EQ(peers[0]->late, 1);
  EXPECT_EQ(peers[3]->late, 1);
}

TEST(Deadlines, LetTheLateDestroyThemselves) {
  Deadlines deadlines(milliseconds(1));
  std::vector<std::unique_ptr<Peer>> peers;
  for (int i = 0; i < 5; ++i) {
    peers.push_back(std::make_unique<Peer>(deadlines));
    peers.back()->arm(milliseconds(1));
    if (i % 2 == 0)
      peers.back()->then = [&peers, i] { peers[static_cast<std::size_t>(i)].reset(); };
  }
  deadlines.tick();
  deadlines.tick();
  EXPECT_EQ(peers[0], nullptr);
  EXPECT_EQ(peers[1]->late, 1);
  EXPECT_EQ(peers[3]->late, 1);
  EXPECT_EQ(peers[4], nullptr);
}

}  // namespace
}  // namespace sparkgate::net
