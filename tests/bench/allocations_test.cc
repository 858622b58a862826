#include <gtest/gtest.h>

#include <string>

#include "admission/door.h"
#include "base/log.h"
#include "bench/bodies.h"
#include "bench/policy_sets.h"
#include "support/counting_new.h"

namespace sparkgate::bench {
namespace {

using admission::DoorKind;

/// What one decision allocates once everything that is kept is there.
std::size_t allocations_at(DoorKind kind, const std::string& set, const std::string& name) {
  const PolicySetPointer policies = policy_set(set);
  const Snapshot<decision::PolicySet> snapshot(policies);
  const Body recording = recorded(name);
  const Body body = kind == DoorKind::mutate ? recording : mutated(recording, *policies);
  Metrics metrics;
  admission::Door door(kind, snapshot, metrics);
  std::string answer;
  const auto ask = [&] {
    answer.clear();
    EXPECT_EQ(door.answer(body.text(), answer), 200);
  };
  ask();
  const std::size_t first = allocations_of(ask), second = allocations_of(ask);
  EXPECT_EQ(first, second) << "a decision keeps something";
  return second;
}

/// The log as the server has it by default, on stderr.
class WithLog {
 public:
  WithLog() { open_log(LogLevel::info, LogFormat::json); }
  ~WithLog() { close_log(); }
};

TEST(Allocations, OperatorNewIsCounted) {
  constexpr std::align_val_t kLine{64};
  EXPECT_EQ(allocations_of([] { ::operator delete(::operator new(1)); }), 1U);
  EXPECT_EQ(allocations_of([] { ::operator delete[](::operator new[](1)); }), 1U);
  EXPECT_EQ(allocations_of([] { ::operator delete(::operator new(1, kLine), kLine); }), 1U);
}

TEST(Allocations, MutatingWithTheShippedPolicies) {
  for (const std::string body : kBodies) {
    EXPECT_LE(allocations_at(DoorKind::mutate, "shipped", body), 20U) << body;
  }
}

TEST(Allocations, ADecisionsLogLine) {
  const std::size_t quiet = allocations_at(DoorKind::mutate, "shipped", "executor");
  const WithLog log;
  EXPECT_LE(allocations_at(DoorKind::mutate, "shipped", "executor"), quiet + 10);
}

TEST(Allocations, ValidatingWithTheShippedPolicies) {
  EXPECT_LE(allocations_at(DoorKind::validate, "shipped", "driver"), 20U);
  EXPECT_LE(allocations_at(DoorKind::validate, "shipped", "executor"), 20U);
}

TEST(Allocations, WordsForTwoFindings) {
  EXPECT_LE(allocations_at(DoorKind::validate, "shipped", "driver-template"), 70U);
}

TEST(Allocations, PoliciesForOtherNamespacesCostNothing) {
  for (const DoorKind kind : {DoorKind::mutate, DoorKind::validate}) {
    for (const std::string body : kBodies) {
      EXPECT_EQ(allocations_at(kind, "elsewhere", body), allocations_at(kind, "none", body));
      EXPECT_LE(allocations_at(kind, "none", body), 1U);
    }
  }
}

}  // namespace
}  // namespace sparkgate::bench
