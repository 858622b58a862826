#include "net/drain.h"

#include <gtest/gtest.h>

namespace sparkgate::net {
namespace {

using std::chrono::milliseconds;

constexpr DrainTimes kTimes{milliseconds(15000), milliseconds(60000)};
constexpr bool kAccepting = true;
constexpr bool kClosed = false;

struct Row {
  int elapsed;
  bool accepting;
  std::size_t connections;
  DrainStep step;
};

TEST(Drain, GoesStepByStep) {
  for (const Row& row : {
           Row{0, kAccepting, 0, DrainStep::accept},
           Row{14999, kAccepting, 5, DrainStep::accept},
           Row{15000, kAccepting, 5, DrainStep::close_port},
           Row{15000, kAccepting, 0, DrainStep::close_port},
           Row{15020, kClosed, 5, DrainStep::let_go},
           Row{59999, kClosed, 1, DrainStep::let_go},
           Row{15020, kClosed, 0, DrainStep::stop},
           Row{60000, kClosed, 5, DrainStep::stop},
           Row{60000, kAccepting, 5, DrainStep::stop},
       }) {
    EXPECT_EQ(drain_step(milliseconds(row.elapsed), row.accepting, row.connections, kTimes),
              row.step)
        << row.elapsed;
  }
}

}  // namespace
}  // namespace sparkgate::net
