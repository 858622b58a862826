#include "certs/cluster/json.h"

#include <gtest/gtest.h>

namespace sparkgate::cluster {
namespace {

std::string nested(int depth, std::string inside = "") {
  const auto levels = static_cast<std::size_t>(depth);
  return std::string(levels, '[') + inside + std::string(levels, ']');
}

std::string error(const std::string& text) {
  const auto parsed = parse_json(text);
  return parsed ? "" : parsed.error().message;
}

TEST(ParseJson, ReadsWhatApiServersSend) {
  EXPECT_EQ(parse_json(R"({"kind":"Secret","data":{"a":[1,null]}})")->dump(),
            R"({"data":{"a":[1,null]},"kind":"Secret"})");
  EXPECT_EQ(error(""), "no JSON");
  EXPECT_EQ(error("{"), "no JSON");
}

TEST(ParseJson, RefusesWhatIsTooDeepToBeWalked) {
  EXPECT_EQ(parse_json(nested(kMaxDepth))->dump(), nested(kMaxDepth));
  EXPECT_EQ(error(nested(kMaxDepth + 1)), "nested more than 64 deep");
  EXPECT_EQ(error(R"({"a":)" + nested(100000, "{}") + "}"), "nested more than 64 deep");
  EXPECT_EQ(error(std::string(100000, '[')), "nested more than 64 deep");
}

}  // namespace
}  // namespace sparkgate::cluster
