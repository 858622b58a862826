#include "replay/owners.h"

#include <gtest/gtest.h>

#include <random>

namespace sparkgate::replay {
namespace {

const std::string kFile = "f";
constexpr std::size_t kExamples = 3;

void add(Owners& owners, const std::string& name, std::uint64_t line) {
  const Position at{&kFile, line, 0};
  owners.add(mark_of(name), {1, 0, 0}, at, kExamples, [&] {
    return Example{at.place(), name, "pod", {"why"}};
  });
}

/// All that two samples can differ in.
std::string words_of(const Owners& owners) {
  std::string words = owners.are_all() ? "all" : "some";
  for (const auto& [mark, owner] : owners.sample()) {
    words += "\n" + std::to_string(mark) + " " + std::to_string(owner.pods.drivers) + " " +
             owner.example.owner + " " + std::to_string(owner.example.at.line);
  }
  return words;
}

/// "123456789" is the check that the catalogue of CRCs has for CRC-64/XZ.
TEST(Owners, HaveTheSameMarkEverywhere) {
  EXPECT_EQ(mark_of("123456789"), 0x995dc9bbdf1939faU);
}

TEST(Owners, AreCountedExactlyWhileThereIsRoom) {
  Owners owners;
  for (std::size_t i = 0; i < Owners::kMost; ++i) add(owners, std::to_string(i), i);
  EXPECT_TRUE(owners.are_all());
  EXPECT_EQ(owners.count(), Owners::kMost);
  for (std::size_t i = 0; i < Owners::kMost; ++i) add(owners, std::to_string(i), i);
  EXPECT_EQ(owners.count(), Owners::kMost);
  EXPECT_EQ(owners.sample().begin()->second.pods.drivers, 2U);
}

TEST(Owners, AreEstimatedBeyond) {
  Owners owners;
  constexpr std::size_t kMany = 100'000;
  for (std::size_t i = 0; i < kMany; ++i) add(owners, "application " + std::to_string(i), i);
  EXPECT_FALSE(owners.are_all());
  EXPECT_NEAR(static_cast<double>(owners.count()), kMany, kMany * 0.09);
  EXPECT_EQ(owners.sample().size(), Owners::kMost);
}

TEST(Owners, AreTheSameInAnyOrderAndGrouping) {
  std::mt19937 random(7);
  for (const std::size_t many : {2U, 5U, 40U, 3'000U}) {
    std::vector<std::size_t> lines(many * 3);
    for (std::size_t i = 0; i < lines.size(); ++i) lines[i] = i;
    Owners whole;
    for (const std::size_t i : lines) add(whole, std::to_string(i % many), i);
    std::shuffle(lines.begin(), lines.end(), random);
    std::vector<Owners> parts(4);
    for (const std::size_t i : lines) add(parts[random() % 4], std::to_string(i % many), i);
    std::shuffle(parts.begin(), parts.end(), random);
    Owners sum;
    parts[1].merge(parts[2], kExamples);
    for (const std::size_t i : {3U, 1U, 0U}) sum.merge(parts[i], kExamples);
    EXPECT_EQ(words_of(sum), words_of(whole)) << many;
  }
}

}  // namespace
}  // namespace sparkgate::replay
