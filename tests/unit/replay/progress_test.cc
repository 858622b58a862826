#include "cli/progress.h"

#include <gtest/gtest.h>

namespace sparkgate {
namespace {

TEST(Progress, TellsRateShareAndWhatIsLeft) {
  replay::Seen seen;
  EXPECT_EQ(cli::progress_line(seen, 2000, 2), "0 pods, 0 a second");
  seen.bytes = 500;
  seen.objects = 30'001;
  EXPECT_EQ(cli::progress_line(seen, 2000, 2), "30001 pods, 15001 a second, 25 %, 6 s left");
  EXPECT_EQ(cli::progress_line(seen, 500, 2), "30001 pods, 15001 a second, 100 %, 0 s left");
}

TEST(Progress, OfAPipeOrALogThatGrowsNobodyKnowsTheShare) {
  replay::Seen seen;
  seen.bytes = 500;
  seen.objects = 10;
  EXPECT_EQ(cli::progress_line(seen, 0, 4), "10 pods, 3 a second");
  EXPECT_EQ(cli::progress_line(seen, 499, 4), "10 pods, 3 a second");
}

}  // namespace
}  // namespace sparkgate
