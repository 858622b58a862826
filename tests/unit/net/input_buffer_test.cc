#include "net/input_buffer.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>

#include "net/http_types.h"

namespace sparkgate::net {
namespace {

constexpr std::size_t kUsual = InputBuffer::kUsualRoom + kBodyPadding;

void put(InputBuffer& buffer, std::string_view text) {
  const std::span<char> space = buffer.space();
  ASSERT_GE(space.size(), text.size());
  std::memcpy(space.data(), text.data(), text.size());
  buffer.commit(text.size());
}

/// What may stand behind a body has to be readable: this is what ASan looks at.
unsigned sum_behind(const InputBuffer& buffer) {
  unsigned sum = 0;
  const char* end = buffer.bytes().data() + buffer.bytes().size();
  for (std::size_t i = 0; i < kBodyPadding; ++i) sum += static_cast<unsigned char>(end[i]) & 1U;
  return sum;
}

TEST(InputBuffer, HoldsNothingBeforeTheFirstByte) {
  EXPECT_EQ(InputBuffer().capacity(), 0U);
  EXPECT_EQ(InputBuffer().bytes(), "");
}

TEST(InputBuffer, KeepsWhatIsNotConsumed) {
  InputBuffer buffer;
  put(buffer, "first second");
  buffer.consume(6);
  EXPECT_EQ(buffer.bytes(), "second");
  put(buffer, " third");
  EXPECT_EQ(buffer.bytes(), "second third");
}

TEST(InputBuffer, IsPaddedWhenFull) {
  InputBuffer buffer;
  put(buffer, std::string(buffer.space().size(), 'x'));
  EXPECT_EQ(buffer.bytes().size(), InputBuffer::kUsualRoom);
  EXPECT_LE(sum_behind(buffer), kBodyPadding);
  buffer.reserve(100000);
  put(buffer, std::string(buffer.space().size(), 'x'));
  EXPECT_EQ(buffer.bytes().size(), 100000U);
  EXPECT_LE(sum_behind(buffer), kBodyPadding);
}

TEST(InputBuffer, MakesRoomByMovingBeforeItGrows) {
  InputBuffer buffer;
  put(buffer, std::string(10000, 'a') + "rest");
  buffer.consume(10000);
  buffer.reserve(16000);
  EXPECT_EQ(buffer.capacity(), kUsual);
  EXPECT_EQ(buffer.bytes(), "rest");
  EXPECT_GE(buffer.space().size() + 4, 16000U);
}

TEST(InputBuffer, GrowsForALargerReviewAndGivesThatBack) {
  InputBuffer buffer;
  put(buffer, "head");
  buffer.reserve(20000);
  EXPECT_EQ(buffer.bytes(), "head");
  EXPECT_EQ(buffer.capacity(), 20000 + kBodyPadding);
  buffer.consume(4);
  EXPECT_EQ(buffer.capacity(), kUsual);
}

TEST(InputBuffer, GivesALargeBodyBack) {
  InputBuffer buffer;
  buffer.reserve(7 * 1024 * 1024);
  put(buffer, std::string(7 * 1024 * 1024, 'x'));
  EXPECT_EQ(buffer.capacity(), 7 * 1024 * 1024 + kBodyPadding);
  buffer.consume(7 * 1024 * 1024 - 4);
  EXPECT_EQ(buffer.bytes(), "xxxx");
  EXPECT_EQ(buffer.capacity(), kUsual);
}

TEST(InputBuffer, DropsEverything) {
  InputBuffer buffer;
  put(buffer, "x");
  buffer.clear();
  EXPECT_EQ(buffer.capacity(), 0U);
  EXPECT_EQ(buffer.bytes(), "");
}

}  // namespace
}  // namespace sparkgate::net
