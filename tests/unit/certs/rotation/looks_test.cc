#include "certs/rotation/looks.h"

#include <gtest/gtest.h>

namespace sparkgate::rotation {
namespace {

/// How many looks are made, and whether they agree: `no` is the first that says no, `late` the
/// first for which there is no time; 0 is none.
std::pair<int, bool> look(int no, int late) {
  int looks = 0;
  const bool agreed =
      all_agree([&] { return ++looks != no; }, [&] { return late == 0 || looks + 1 < late; });
  return {looks, agreed};
}

using Looked = std::pair<int, bool>;

TEST(AllAgree, AfterEightInARow) {
  EXPECT_EQ(look(0, 0), (Looked{8, true}));
  EXPECT_EQ(look(1, 0), (Looked{1, false}));
  EXPECT_EQ(look(8, 0), (Looked{8, false}));
}

TEST(AllAgree, NotWithoutTimeForAllOfThem) {
  EXPECT_EQ(look(0, 1), (Looked{1, false}));  // one is made in any case
  EXPECT_EQ(look(0, 4), (Looked{3, false}));
  EXPECT_EQ(look(0, 9), (Looked{8, true}));
}

}  // namespace
}  // namespace sparkgate::rotation
