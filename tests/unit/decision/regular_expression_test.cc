#include "decision/regular_expression.h"

#include <gtest/gtest.h>

namespace sparkgate::decision {
namespace {

TEST(RegularExpression, MatchesTheWholeValue) {
  const RegularExpression words("[a-z]+|[0-9]{2}");
  for (const char* good : {"abc", "12"}) EXPECT_TRUE(words.matches(good)) << good;
  for (const char* bad : {"", "abc1", "123", "a\nb", "abc\n", "12 "}) {
    EXPECT_FALSE(words.matches(bad)) << bad;
  }
  EXPECT_TRUE(RegularExpression("^a$").matches("a"));
  EXPECT_FALSE(RegularExpression("(?m)^a$").matches("a\nb"));
  EXPECT_TRUE(RegularExpression("sch.n").matches("schön"));  // a character, not a byte
}

TEST(RegularExpression, Mistakes) {
  EXPECT_EQ(RegularExpression::mistake("[a-z]{1,63}(\\.[a-z]{1,63})*"), "");
  EXPECT_EQ(RegularExpression::mistake(""), "an empty expression matches only the empty value");
  EXPECT_EQ(RegularExpression::mistake("[a"), "no regular expression of RE2: missing ]: [a");
  EXPECT_EQ(RegularExpression::mistake("(?!a)"),
            "no regular expression of RE2: invalid perl operator: (?!");
  EXPECT_EQ(RegularExpression::mistake(std::string(1025, 'a')),
            "an expression has at most 1024 characters");
}

TEST(RegularExpression, ProgramsAreBounded) {
  EXPECT_EQ(RegularExpression::mistake("((a{99}){99}){99}"),
            "no regular expression of RE2: invalid repetition size: {99}");
  EXPECT_EQ(RegularExpression::mistake("(abcdefghij){900}"), "too large; repeat less");
}

TEST(RegularExpression, TakesLinearTime) {
  const RegularExpression nested("(a*)*(a*)*(a*)*b");
  EXPECT_FALSE(nested.matches(std::string(256 << 10, 'a')));
}

}  // namespace
}  // namespace sparkgate::decision
