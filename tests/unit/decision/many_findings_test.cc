// Pods with more findings than anyone reads: a bounded number is kept, and the verdict is that of
// all of them.

#include <gtest/gtest.h>

#include "decision/verdict.h"
#include "support/world.h"

namespace sparkgate {
namespace {

constexpr std::size_t kMost = decision::kMaxViolationsOfARule;

PolicySetPointer registries(const std::string& more = "") {
  return policy("{rules: [{name: registries" + more + ", images: {allow: [good/*]}}]}");
}

/// A driver with as many more containers of an image.
Review with_containers(std::size_t count, const std::string& image) {
  Review review = minimal("driver");
  review.set("/spec/containers/0/image", "good/spark");
  for (std::size_t i = 0; i < count; ++i) {
    review.set("/spec/containers/-", {{"name", "c" + std::to_string(i)}, {"image", image}});
  }
  return review;
}

TEST(ManyFindings, AreKeptUpToANumber) {
  EXPECT_EQ(ask(registries(), with_containers(kMost, "bad/x")).violations.size(), kMost);
  EXPECT_EQ(ask(registries(), with_containers(kMost + 1, "bad/x")).violations.size(), kMost);
}

TEST(ManyFindings, AreSaidToBeMore) {
  const auto ends = [](std::size_t count, const std::string& end) {
    return ask(registries(), with_containers(count, "bad/x")).denial.ends_with(end);
  };
  EXPECT_TRUE(ends(kMost, "\n and 246 more"));
  EXPECT_TRUE(ends(kMost + 1, "\n and over 246 more"));
  const auto warned = ask(registries(", action: warn"), with_containers(kMost + 1, "bad/x"));
  EXPECT_EQ(warned.warnings.back(), "and over 236 more");
}

TEST(ManyFindings, OfOneRuleHideNoOthers) {
  const auto set = policy(
      "rules: [{name: warned, action: warn, images: {allow: [good/*]}},\n"
      "        {name: refused, images: {deny: [bad/last]}}]");
  Review review = with_containers(2 * kMost, "bad/x");
  EXPECT_TRUE(ask(set, review).allowed);
  review.set("/spec/containers/-", {{"name", "last"}, {"image", "bad/last"}});
  EXPECT_FALSE(ask(set, review).allowed);
}

TEST(ManyFindings, AreForgivenBeforeTheyAreCut) {
  Review review = with_containers(2 * kMost, "bad/x");
  review.update();
  EXPECT_TRUE(ask(registries(), review).allowed);
  review.set("/spec/containers/-", {{"name", "last"}, {"image", "bad/last"}});
  const cli::Examined examined = ask(registries(), review);
  ASSERT_EQ(examined.violations.size(), 1U);
  EXPECT_EQ(examined.violations[0].found, "bad/last");
}

TEST(ManyFindings, ForgiveOneForOne) {
  Review review = with_containers(2 * kMost, "bad/x");
  review.update();
  review.set("/spec/containers/1/image", "bad/y");
  review.set("/spec/containers/2/image", "good/y");
  const cli::Examined examined = ask(registries(), review);
  ASSERT_EQ(examined.violations.size(), 1U);
  EXPECT_EQ(examined.violations[0].path, "spec.containers[1].image");
}

}  // namespace
}  // namespace sparkgate
