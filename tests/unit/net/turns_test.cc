#include "net/turns.h"

#include <gtest/gtest.h>

#include <boost/asio/post.hpp>
#include <stdexcept>
#include <string>

namespace sparkgate::net {
namespace {

class TurnsTest : public ::testing::Test {
 protected:
  /// Asks for a turn that is seen as one letter.
  void come(char letter) {
    turns_.wait_for([this, letter] { seen_ += letter; });
  }

  /// Somebody who is ready again and again, and comes before everybody who waits.
  void serve(int times) {
    asio::post(context_, [this, times] {
      seen_ += '.';
      if (times > 1) serve(times - 1);
    });
  }

  asio::io_context context_{1};
  Turns turns_{context_};
  std::string seen_;
};

TEST_F(TurnsTest, AFewHaveTheirTurnOneAPass) {
  for (const char letter : {'a', 'b', 'c'}) come(letter);
  serve(4);
  EXPECT_EQ(seen_, "");
  context_.run();
  EXPECT_EQ(seen_, "a.b.c..");
}

TEST_F(TurnsTest, OfManyAPartHasItsTurn) {
  for (int i = 0; i < 17; ++i) come('a');
  serve(2);
  context_.run();
  EXPECT_EQ(seen_.substr(0, 7), "aaa.aa.");
  EXPECT_EQ(seen_.size(), 19U);
}

TEST_F(TurnsTest, WhoAsksInATurnWaitsForTheNext) {
  turns_.wait_for([this] { come('b'); });
  serve(1);
  context_.run();
  EXPECT_EQ(seen_, ".b");
}

TEST_F(TurnsTest, AThrowIsForItsOwn) {
  turns_.wait_for([] { throw std::runtime_error("mine"); });
  come('b');
  EXPECT_THROW(context_.run(), std::runtime_error);
  context_.run();
  EXPECT_EQ(seen_, "b");
}

}  // namespace
}  // namespace sparkgate::net
