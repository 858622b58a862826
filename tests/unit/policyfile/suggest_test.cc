#include "policyfile/suggest.h"

#include <gtest/gtest.h>

namespace sparkgate::policyfile {
namespace {

TEST(Suggest, TheNearestKnownWord) {
  const std::vector<std::string_view> known = {"namespaces", "excludeNamespaces", "roles", "users"};
  EXPECT_EQ(nearest("namespace", known), "namespaces");
  EXPECT_EQ(nearest("Namespaces", known), "namespaces");
  EXPECT_EQ(nearest("roels", known), "roles");
  EXPECT_EQ(nearest("nonsense", known), "");
  EXPECT_EQ(nearest("", known), "");
  EXPECT_EQ(nearest("x", {"y"}), "y");
}

TEST(Suggest, IsPartOfASentenceOrNothing) {
  EXPECT_EQ(did_you_mean("prioritiy", {"priority"}), ", did you mean 'priority'?");
  EXPECT_EQ(did_you_mean("zzz", {"priority"}), "");
}

}  // namespace
}  // namespace sparkgate::policyfile
