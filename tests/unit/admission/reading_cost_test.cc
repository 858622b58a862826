#include "admission/reading_cost.h"

#include <gtest/gtest.h>

#include <string>

#include "admission/review.h"

namespace sparkgate::admission {
namespace {

constexpr std::size_t kSize = 1 << 20;

std::string filled(std::string_view piece) {
  std::string text;
  while (text.size() < kSize) text += piece;
  text.resize(kSize);
  return text;
}

TEST(ReadingCost, UsualReviewsCostNothing) {
  EXPECT_EQ(reading_cost(""), 0U);
  EXPECT_EQ(reading_cost(filled("[").substr(0, kUsualBytes)), 0U);
}

TEST(ReadingCost, OneLongStringCostsItself) {
  EXPECT_EQ(reading_cost(filled("x")), kSize);
}

TEST(ReadingCost, EachValueIsCounted) {
  EXPECT_EQ(reading_cost(filled("0,")), kSize / 2 * 96 + kSize);
  EXPECT_EQ(reading_cost(filled("[],")), (kSize * 2 / 3 + 1) * 96 + kSize);
  EXPECT_EQ(reading_cost(filled(R"({"a":)")), (kSize * 2 / 5 + 1) * 96 + kSize);
}

}  // namespace
}  // namespace sparkgate::admission
