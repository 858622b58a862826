#include "replay/read_lines.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

namespace sparkgate::replay {
namespace {

/// A source that gives its text in small pieces, and then an error.
class Pieces : public ByteSource {
 public:
  Pieces(std::string text, std::string error) : text_(std::move(text)), error_(std::move(error)) {}

  Result<std::size_t> read(char* to, std::size_t size) override {
    const std::size_t n = std::min({size, text_.size() - given_, std::size_t{100'000}});
    if (n == 0 && !error_.empty()) return Error{error_};
    std::memcpy(to, text_.data() + given_, n);
    given_ += n;
    return n;
  }

 private:
  std::string text_, error_;
  std::size_t given_ = 0;
};

struct Seen : LineSink {
  std::vector<std::string> all;
  void line(const Position& at, std::string_view text) override {
    all.push_back(text_of(at.place()) + " " + std::string(text));
  }
  void problem(const Position& at, std::string problem) override {
    all.push_back(text_of(at.place()) + " ! " + problem);
  }
};

using Lines = std::vector<std::string>;

Lines lines(std::string text, std::string error = "") {
  const std::string file = "f";
  Pieces source(std::move(text), std::move(error));
  Seen seen;
  read_lines(file, source, seen);
  return seen.all;
}

TEST(ReadLines, CountsThemAndLeavesBlankOnesOut) {
  EXPECT_EQ(lines("{\"a\":1}\n\n  \n{\"b\":2}\n"), (Lines{"f:1 {\"a\":1}", "f:4 {\"b\":2}"}));
}

TEST(ReadLines, TakesALastLineWithoutItsEnd) {
  EXPECT_EQ(lines("{\"a\":1}\n{\"b"), (Lines{"f:1 {\"a\":1}", "f:2 {\"b"}));
}

TEST(ReadLines, SkipsLongLines) {
  const std::string longest(kLongestLine, 'x');
  const Lines found = lines("a\n" + longest + "x\nb\n" + longest + longest + longest + "\nc\n");
  EXPECT_EQ(found, (Lines{"f:1 a", "f:2 ! the line is longer than 16 MiB", "f:3 b",
                          "f:4 ! the line is longer than 16 MiB", "f:5 c"}));
  EXPECT_EQ(lines(longest + "\n").front().size(), kLongestLine + 4);
}

TEST(ReadLines, TellsWhereReadingBroke) {
  EXPECT_EQ(lines("a\nb\nhal", "truncated gzip"),
            (Lines{"f:1 a", "f:2 b", "f:3 ! truncated gzip"}));
}

TEST(ReadLines, TellsOfEmptyFiles) {
  EXPECT_EQ(lines(""), Lines{"f ! is empty"});
  EXPECT_EQ(lines("\n \n"), Lines{"f ! is empty"});
}

TEST(ReadLines, ReadsAListWhole) {
  const Lines items{R"(f item 1 {"kind":"Pod","a":1})", R"(f item 2 {"kind":"Pod"})"};
  EXPECT_EQ(lines(R"({"kind":"PodList","apiVersion":"v1","items":[{"a":1},{}]})"), items);
  EXPECT_EQ(
      lines("{\n\"items\":[{\"kind\":\"Pod\",\"a\":1},{\"kind\":\"Pod\"}],\"kind\":\"List\"}"),
      items);
}

TEST(ReadLines, ReadsOneIndentedObject) {
  EXPECT_EQ(lines("{\n\"kind\":\"Pod\"\n}\n"), Lines{"f:1 {\n\"kind\":\"Pod\"\n}\n"});
  EXPECT_EQ(lines("{\n\"kind\"\n}\n").size(), 1U);
  EXPECT_TRUE(lines("{\n\"kind\"\n}\n").front().starts_with("f ! not JSON: "));
}

}  // namespace
}  // namespace sparkgate::replay
