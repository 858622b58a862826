#include "policytest/rows.h"

#include <gtest/gtest.h>

#include "unit/policytest/written.h"

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;

/// A test with these rows whose name, image and expectation are given.
Written table(const std::string& rows, const std::string& name, const std::string& image,
              const std::string& allowed = "true") {
  return written("[{name: '" + name + "', each: " + rows + ", pod: {inline: {image: " + image +
                 "}}, expect: {allowed: " + allowed + "}}]");
}

TEST(Rows, EachRowIsATestCalledByItsNameOrItsValues) {
  EXPECT_EQ(names(table("[{name: one, a: 1}, {name: two, a: 2}]", "t", "\"${a}\"")),
            (Lines{"t [one]", "t [two]"}));
  EXPECT_EQ(names(table("[{a: 1, b: x}, {a: [2], b: z}]", "t", "[\"${a}\", \"${b}\"]")),
            (Lines{"t [1, x]", "t [[2], z]"}));
  EXPECT_EQ(names(table("[{a: \"x\\ny\\e\"}, {name: \"\\t\", a: z}]", "t", "\"${a}\"")),
            (Lines{"t [x y ]", "t [ ]"}));
  EXPECT_EQ(names(table("[{a: 1}, {a: 2}]", "t of ${a}", "x")), (Lines{"t of 1", "t of 2"}));
}

TEST(Rows, APlaceholderAloneKeepsTheTypeOfTheValue) {
  const auto read = table("[{a: 1}, {a: [x, null]}, {a: {b: true}}]", "t", "\"${a}\"");
  ASSERT_EQ(read.mistakes, Lines{});
  EXPECT_EQ(read.document.tests[0].pod.own.dump(), R"({"image":1})");
  EXPECT_EQ(read.document.tests[1].pod.own.dump(), R"({"image":["x",null]})");
  EXPECT_EQ(read.document.tests[2].pod.own.dump(), R"({"image":{"b":true}})");
  const auto truth = table("[{a: false}]", "t", "x", "\"${a}\"");
  ASSERT_EQ(truth.mistakes, Lines{});
  EXPECT_EQ(truth.document.tests[0].expect.allowed, false);
}

TEST(Rows, InAStringTheyAreText) {
  const auto read =
      table("[{a: 1, b: true}]", "t", "{\"k${a}\": \"<${b}${a}> ${ $ } $${a} $(c)\"}");
  EXPECT_EQ(read.mistakes, Lines{"1:71: the row in line 2 has no column ' $ '"});
  const auto good = table("[{a: 1, b: true}]", "t", "{\"k${a}\": \"<${b}${a}> $a $(c) ${\"}");
  ASSERT_EQ(good.mistakes, Lines{});
  EXPECT_EQ(good.document.tests[0].pod.own.dump(), R"({"image":{"k1":"<true1> $a $(c) ${"}})");
}

TEST(Rows, WithoutATableStringsAreAsTheyStand) {
  const auto read =
      written("[{name: '${a}', pod: {inline: {b: '${HOME}'}}, expect: {allowed: true}}]");
  ASSERT_EQ(read.mistakes, Lines{});
  EXPECT_EQ(read.document.tests[0].pod.own.dump(), R"({"b":"${HOME}"})");
}

TEST(Rows, PlaceholdersNameColumnsAndColumnsAreUsed) {
  EXPECT_EQ(table("[{image: x}]", "t", "\"${imag}\"").mistakes,
            Lines{"1:56: the row in line 2 has no column 'imag', did you mean 'image'?"});
  EXPECT_EQ(table("[{a: x, c: v}, {a: z, d: w}]", "t", "\"${a}\"").mistakes,
            (Lines{"1:28: no ${c} in this test uses this column",
                   "1:42: no ${d} in this test uses this column"}));
  EXPECT_EQ(table("[{a: x}, {other: z}]", "t", "\"${a}\"").mistakes,
            Lines{"1:64: the row in line 2 has no column 'a'"});
  EXPECT_EQ(table("[{a: [x]}]", "t", "\"<${a}>\"").mistakes,
            Lines{"1:54: 'a' is a list in line 2, which cannot be a part of a string"});
}

TEST(Rows, NothingIsCircular) {
  EXPECT_EQ(table("[{a: '${b}', b: '${a}'}]", "t", "\"${a}${b}\"").mistakes,
            (Lines{"1:25: a row's value is taken as it is: it cannot name a column",
                   "1:36: a row's value is taken as it is: it cannot name a column"}));
  const auto other = table("[{a: '${HOME}'}]", "t", "\"${a}\"");
  ASSERT_EQ(other.mistakes, Lines{});
  EXPECT_EQ(other.document.tests[0].pod.own.dump(), R"({"image":"${HOME}"})");
}

TEST(Rows, RowsAreMapsOfColumns) {
  EXPECT_EQ(table("[]", "t", "x").mistakes,
            Lines{"1:20: each is empty; leave it out or list something"});
  EXPECT_EQ(table("{a: 1}", "t", "x").mistakes, Lines{"1:20: each must be a list, not a map"});
  EXPECT_EQ(table("[1, {}]", "t", "x").mistakes,
            (Lines{"1:21: each[0] must be a map, not the number 1",
                   "1:24: each[1] is empty; leave it out or list something"}));
  EXPECT_EQ(table("[{'a}': 1}]", "t", "x").mistakes,
            (Lines{"1:22: 'a}' in each[0]: a column has a name without '$', '{' and '}'",
                   "1:22: no ${a}} in this test uses this column"}));
}

TEST(Rows, AMistakeOfManyRowsIsToldOnce) {
  const auto read = written(
      "[{name: t, each: [{a: 1}, {a: 2}], pod: {inline: {}}, expect: {allowed: \"${a}\"}}]");
  EXPECT_EQ(read.mistakes, Lines{"1:23: expect.allowed must be true or false, not the number 1"});
  EXPECT_EQ(names(read), Lines{"(t)"});
}

TEST(Rows, ABombIsRefused) {
  std::string rows, image;
  for (int i = 0; i < 2000; ++i) {
    rows += (rows.empty() ? "[" : ", ") + std::string("{a: x") + std::to_string(i) + "}";
    image += (image.empty() ? "[" : ", ") + std::string("\"${a}\"");
  }
  const Lines refused{"1:20: the tables of this document make more than 1000000 values"};
  EXPECT_EQ(table(rows + "]", "t", image + "]").mistakes, refused);
  std::string many;
  for (int i = 0; i < 5000; ++i) many += "${a}";
  const std::string megabyte(1'000'000, 'x');  // five gigabytes otherwise
  EXPECT_EQ(table("[{a: " + megabyte + "}]", "t", "\"" + many + "\"").mistakes, refused);
}

}  // namespace
}  // namespace sparkgate
