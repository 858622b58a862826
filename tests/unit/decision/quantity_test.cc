#include "decision/quantity.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace sparkgate::decision {
namespace {

Quantity quantity(std::string_view text) {
  const auto value = Quantity::parse(text);
  EXPECT_TRUE(value.has_value()) << text;
  return value.value_or(Quantity());
}

TEST(Quantity, OneAmountHasManySpellings) {
  const std::vector<std::pair<const char*, const char*>> kPairs = {
      {"11Gi", "11264Mi"}, {"1", "1000m"},    {"0.5", "500m"},
      {"1.5Gi", "1536Mi"}, {"1k", "1000"},    {"1e3", "1k"},
      {"1E3", "1000"},     {"1.2e-2", "12m"}, {"+5", "5"},
      {"100M", "100000k"}, {".5", "500m"},    {"5.", "5"},
      {"1Ei", "1024Pi"},   {"1000n", "1u"},   {"-0", "0"},
      {"0.000", "0"},      {"1E", "1000P"},   {"1.50000000000000000000", "1500m"}};
  for (const auto& [a, b] : kPairs) EXPECT_EQ(quantity(a), quantity(b)) << a << " " << b;
}

TEST(Quantity, IsOrdered) {
  EXPECT_LT(quantity("1G"), quantity("1Gi"));
  EXPECT_LT(quantity("-1"), quantity("0"));
  EXPECT_GT(quantity("96Gi"), quantity("64Gi"));
  EXPECT_GT(quantity("1n"), quantity("0"));
}

TEST(Quantity, RefusesWhatKubernetesRefuses) {
  for (const char* text :
       {"",     "Gi",    "abc", "1 Gi", "1gi",  "1KI", "1mm",   "--1", "1.2.3", "1e",   "1e+",
        "0x10", "1_000", "NaN", "inf",  "1Gi ", " 1",  "1e3Gi", "１",  "1e+-3", "1e-+3"}) {
    EXPECT_FALSE(Quantity::parse(text).has_value()) << text;
  }
}

// Kubernetes takes these for 0 and for 10.
TEST(Quantity, RefusesSlipsOfThePen) {
  for (const char* text : {".", "-", "+", "m", "Gi", "e3", ".e1", "1e4294967297"}) {
    EXPECT_FALSE(Quantity::parse(text).has_value()) << text;
  }
}

TEST(Quantity, CountsEveryDigit) {
  const std::string zeros(40, '0');
  EXPECT_EQ(quantity("1" + zeros + "e-40"), quantity("1"));
  EXPECT_EQ(quantity("0." + zeros + "1e41"), quantity("1"));
  EXPECT_EQ(quantity("0.000000000000000000123E"), quantity("123m"));
  EXPECT_EQ(quantity("1." + zeros + "1Ei"), quantity("1Ei") + quantity("1n"));
  EXPECT_EQ(quantity(zeros + "2"), quantity("2"));
  EXPECT_EQ(quantity("0e2147483647"), quantity("0"));
  EXPECT_EQ(quantity("0e-2147483648"), quantity("0"));
}

TEST(Quantity, RoundsUpAndCaps) {
  EXPECT_EQ(quantity("0.1n"), quantity("1n"));
  EXPECT_EQ(quantity("1e-40"), quantity("1n"));
  EXPECT_EQ(quantity("1e30"), quantity("9223372036854775807"));
  EXPECT_EQ(quantity("99999999999999999999999999999999999999999999"),
            quantity("8Ei") + quantity("0"));
  EXPECT_EQ(quantity("-1e30"), quantity("-9223372036854775807"));
  EXPECT_EQ(quantity("10.000000000000000001Ei"), quantity("8Ei"));
  EXPECT_EQ(quantity("9.223372036854775807E"), quantity("9223372036854775807"));
  EXPECT_EQ(quantity("1e2147483647"), quantity("8Ei"));
  EXPECT_EQ(quantity("-1e-2147483648"), quantity("-1n"));
}

TEST(Quantity, AddsAndDivides) {
  EXPECT_EQ(quantity("1Gi") + quantity("512Mi"), quantity("1.5Gi"));
  EXPECT_DOUBLE_EQ(Quantity::ratio(quantity("4Gi"), quantity("2Gi")), 2);
}

TEST(Quantity, WritesTheLargestWholeUnit) {
  EXPECT_EQ(quantity("11264Mi").text(true), "11Gi");
  EXPECT_EQ(quantity("1536Mi").text(true), "1536Mi");
  EXPECT_EQ(quantity("1500m").text(false), "1500m");
  EXPECT_EQ(quantity("2000").text(false), "2k");
  EXPECT_EQ(quantity("1000").text(true), "1k");
  EXPECT_EQ(quantity("2000").text(true), "2000");
  EXPECT_EQ(quantity("0").text(true), "0");
  EXPECT_EQ(quantity("-2Gi").text(true), "-2Gi");
}

}  // namespace
}  // namespace sparkgate::decision
