#include "base/json_text.h"

#include <gtest/gtest.h>

#include <string>

namespace sparkgate {
namespace {

std::string quoted(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

TEST(JsonText, LeavesPlainTextAlone) {
  EXPECT_EQ(quoted("spark-driver"), R"("spark-driver")");
}

TEST(JsonText, KeepsUtf8) {
  EXPECT_EQ(quoted("größer → 8"), "\"größer → 8\"");
}

TEST(JsonText, EscapesQuotesAndBackslashes) {
  EXPECT_EQ(quoted(R"(a "b" \c)"), R"("a \"b\" \\c")");
}

TEST(JsonText, EscapesEveryControlCharacter) {
  EXPECT_EQ(quoted("a\nb\tc"), R"("a\nb\tc")");
  EXPECT_EQ(quoted(std::string_view("\0\x01\x1f", 3)), R"("\u0000\u0001\u001f")");
}

TEST(JsonText, AppendsToWhatIsThere) {
  std::string out = "{\"k\":";
  append_json_string(out, "");
  EXPECT_EQ(out, R"({"k":"")");
}

}  // namespace
}  // namespace sparkgate
