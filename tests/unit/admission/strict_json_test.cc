// What is JSON to us: one reading only, or none.

#include <gtest/gtest.h>

#include "admission/review.h"
#include "support/world.h"

namespace sparkgate::admission {
namespace {

const std::string kNotJson = "not JSON:";

/// Why a text is no review; "kind is not AdmissionReview" says that it is JSON at least.
std::string mistake(std::string text) {
  const std::size_t size = text.size();
  text.append(kPadding, ' ');
  ReviewReader reader;
  const Result<Review> result = reader.read({text.data(), size});
  return result ? "" : result.error().message;
}

bool is_json(const std::string& text) {
  const std::string why = mistake(text);
  EXPECT_TRUE(why == "kind is not AdmissionReview" || why.starts_with(kNotJson)) << why;
  return !why.starts_with(kNotJson);
}

/// An object of `count` members, "a0" to …, and `last`.
std::string members(int count, const std::string& last) {
  std::string text = "{";
  for (int i = 0; i < count; ++i) text += "\"a" + std::to_string(i) + "\":0,";
  return text + last + "}";
}

TEST(DuplicateKey, IsNamedWhereverItIs) {
  EXPECT_EQ(mistake(R"({"a":1,"b":2,"a":1})"), "duplicate key a");
  EXPECT_EQ(mistake(R"({"x":{"y":[[],[0,{"spec":1,"spec":2}]]}})"), "duplicate key spec");
  EXPECT_EQ(mistake(R"([{"a":1},{"a":1,"b":{"c":{},"c":{}}}])"), "duplicate key c");
}

TEST(DuplicateKey, IsComparedAfterUnescapingAndByteByByte) {
  EXPECT_EQ(mistake(R"({"kind":1,"\u006bi\u006Ed":2})"), "duplicate key kind");
  EXPECT_EQ(mistake("{\"\xc3\xa9\":1,\"\\u00e9\":2}"), "duplicate key in an object");
  EXPECT_EQ(mistake(R"({"\u0000":1,"\u0000":2})"), "duplicate key in an object");
  EXPECT_EQ(mistake(R"({"":1,"":2})"), "duplicate key ");
  EXPECT_TRUE(is_json(R"({"a":1,"A":2,"a ":3,"a\u0000":4,"a\u0000b":5,"":6})"));
  EXPECT_TRUE(is_json("{\"\xc3\xa9\":1,\"e\xcc\x81\":2}"));  // é, and e with an accent
}

TEST(DuplicateKey, IsNamedOnlyWhenItReadsLikeAField) {
  EXPECT_EQ(mistake(R"({"v:\"s3cret\"":1,"v:\"s3cret\"":2})"), "duplicate key in an object");
  const std::string longest(63, 'k'), longer(64, 'k');
  EXPECT_EQ(mistake("{\"" + longest + "\":1,\"" + longest + "\":2}"), "duplicate key " + longest);
  EXPECT_EQ(mistake("{\"" + longer + "\":1,\"" + longer + "\":2}"), "duplicate key in an object");
}

TEST(DuplicateKey, IsFoundInObjectsOfAnySize) {
  for (const int count : {1, 2, 14, 15, 16, 17, 64, 65, 5000}) {
    EXPECT_TRUE(is_json(members(count, R"("b":0)"))) << count;
    EXPECT_EQ(mistake(members(count, R"("a0":0)")), "duplicate key in an object") << count;
    EXPECT_EQ(mistake(members(count, R"("b":{"c":0,"c":0})")), "duplicate key c") << count;
  }
}

TEST(DuplicateKey, IsNoneInObjectsBesideEachOther) {
  EXPECT_TRUE(is_json(R"({"a":{"a":{"a":[{"a":1},{"a":1}]}},"b":{"a":1}})"));
}

TEST(Json, EndsWhereItEnds) {
  EXPECT_TRUE(is_json(" \t\r\n{} \t\r\n"));
  for (const std::string behind : {"x", "{}", ",", "]", "\x01", "\xef\xbb\xbf", "//", "null"}) {
    EXPECT_FALSE(is_json("{}" + behind)) << behind;
  }
  EXPECT_FALSE(is_json(std::string("{}\0", 3)));
  EXPECT_FALSE(is_json("{},{}"));
}

TEST(Json, IsUtf8) {
  EXPECT_TRUE(is_json("[\"\xf4\x8f\xbf\xbf \xed\x9f\xbf \xee\x80\x80\"]"));
  for (const std::string bytes :
       {"\x80", "\xc3", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xed\xbf\xbf",
        "\xf0\x80\x80\xaf", "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "\xff"}) {
    EXPECT_FALSE(is_json("[\"" + bytes + "\"]")) << testing::PrintToString(bytes);
    EXPECT_FALSE(is_json("{\"" + bytes + "\":0}")) << testing::PrintToString(bytes);
  }
}

TEST(Json, HasNoHalfOfAPair) {
  EXPECT_TRUE(is_json(R"(["\ud834\udd1e"])"));
  for (const std::string text : {R"(\ud834)", R"(\udd1e)", R"(\udd1e\ud834)", R"(\ud834\ud834)",
                                 R"(\ud834x)", R"(\ud834\n)", R"(\ud834\u0041)"}) {
    EXPECT_FALSE(is_json("[\"" + text + "\"]")) << text;
    EXPECT_FALSE(is_json("{\"" + text + "\":0}")) << text;
  }
}

/// The innermost list or map of 256 is empty: what it held would be at a level of its own.
TEST(Json, IsNestedTo256) {
  const auto nested = [](std::size_t depth, const std::string& open, const std::string& close) {
    std::string text;
    for (std::size_t i = 1; i < depth; ++i) text += open + (open == "{" ? "\"a\":" : "");
    text += open + close;
    for (std::size_t i = 1; i < depth; ++i) text += close;
    return text;
  };
  EXPECT_TRUE(is_json(nested(256, "[", "]")));
  EXPECT_FALSE(is_json(nested(257, "[", "]")));
  EXPECT_TRUE(is_json(nested(256, "{", "}")));
  EXPECT_FALSE(is_json(nested(257, "{", "}")));
  EXPECT_FALSE(is_json(std::string(1U << 20, '[')));
}

}  // namespace
}  // namespace sparkgate::admission
