#include "policytest/deciders.h"

#include <gtest/gtest.h>

namespace sparkgate::policytest {
namespace {

using nlohmann::json;
using Indices = std::vector<std::size_t>;

/// A pod with the volumes a, b and c.
const json& pod() {
  static const json one = json::parse(R"({"spec":{"volumes":["a","b","c"],"x":1}})");
  return one;
}

Indices decided(const char* patch, const char* pointer) {
  return deciders(pod(), json::parse(patch), pointer);
}

TEST(Deciders, AtThePlaceInItAndAroundIt) {
  const char* patch = R"([{"op":"replace","path":"/spec/x","value":2},
      {"op":"add","path":"/spec/affinity","value":{"nodeAffinity":{}}},
      {"op":"add","path":"/spec/affinity/podAffinity","value":{}}])";
  EXPECT_EQ(decided(patch, "/spec/x"), Indices{0});
  EXPECT_EQ(decided(patch, "/spec/affinity/nodeAffinity/a"), Indices{1});
  EXPECT_EQ(decided(patch, "/spec/affinity"), (Indices{1, 2}));
  EXPECT_EQ(decided(patch, "/spec/affin"), Indices{});
  EXPECT_EQ(decided(patch, "/spec/y"), Indices{});
}

TEST(Deciders, WhatIsAppendedHasAnIndex) {
  const char* patch = R"([{"op":"add","path":"/spec/volumes/-","value":"d"},
      {"op":"add","path":"/spec/volumes/-","value":"e"}])";
  EXPECT_EQ(decided(patch, "/spec/volumes/2"), Indices{});
  EXPECT_EQ(decided(patch, "/spec/volumes/3"), Indices{0});
  EXPECT_EQ(decided(patch, "/spec/volumes/4/name"), Indices{1});
}

TEST(Deciders, WhatGoesMovesTheRestUp) {
  const char* patch = R"([{"op":"add","path":"/spec/volumes/-","value":"d"},
      {"op":"replace","path":"/spec/volumes/0","value":"z"},
      {"op":"remove","path":"/spec/volumes/1"}])";
  EXPECT_EQ(decided(patch, "/spec/volumes/2"), Indices{0});
  EXPECT_EQ(decided(patch, "/spec/volumes/0"), Indices{1});
  EXPECT_EQ(decided(patch, "/spec/volumes/3"), Indices{});
}

TEST(Deciders, AFieldThatIsTakenOut) {
  EXPECT_EQ(decided(R"([{"op":"remove","path":"/spec/x"}])", "/spec/x"), Indices{0});
}

}  // namespace
}  // namespace sparkgate::policytest
