#include "decision/plan.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "support/world.h"

namespace sparkgate::decision {
namespace {

PolicySetPointer numbered(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    const std::string n = std::to_string(i);
    text += "---\napiVersion: sparkgate.dev/v1\nkind: SparkPolicy\nmetadata: {name: p" + n +
            "}\nspec: {overrides: {both: {metadata: {annotations: {k" + n + ": v}}}}}\n";
  }
  return policies(text);
}

PlanKey key(std::vector<std::uint32_t> indices) {
  return {std::move(indices), Role::driver, ""};
}

TEST(Plans, AreMadeOnceForASetOfPolicies) {
  const auto set = numbered(3);
  const Plan* first = set->plan(key({0, 2})).plan;
  EXPECT_EQ(set->plan(key({0, 2})).plan, first);
  EXPECT_NE(set->plan(key({0, 1})).plan, first);
  EXPECT_EQ(first->policies.size(), 2U);
  PlanKey executors = key({0, 2});
  executors.role = Role::executor;
  EXPECT_NE(set->plan(executors).plan, first);
}

TEST(Plans, BeyondTheRoomBelongToTheRequest) {
  const auto set = numbered(12);  // 4096 sets of policies, room for 1024
  std::set<const Plan*> kept;
  int own = 0;
  for (unsigned bits = 0; bits < 4096; ++bits) {
    std::vector<std::uint32_t> indices;
    for (unsigned i = 0; i < 12; ++i) {
      if (bits >> i & 1U) indices.push_back(i);
    }
    const PlanHandle handle = set->plan(key(indices));
    ASSERT_EQ(handle.plan->policies.size(), indices.size());
    handle.own ? ++own : (kept.insert(handle.plan), 0);
  }
  EXPECT_LE(kept.size(), 1024U);
  EXPECT_EQ(kept.size() + static_cast<std::size_t>(own), 4096U);
}

TEST(Plans, AreSharedByThreadsWithoutLocks) {
  const auto set = numbered(6);
  std::vector<std::thread> threads;
  std::vector<std::vector<const Plan*>> seen(4);
  for (auto& mine : seen) {
    threads.emplace_back([&set, &mine] {
      for (std::uint32_t i = 0; i < 6; ++i) mine.push_back(set->plan(key({i})).plan);
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& mine : seen) EXPECT_EQ(mine, seen.front());
}

}  // namespace
}  // namespace sparkgate::decision
