// Each allocation of a decision fails once: it is answered with an error or as if nothing had been,
// and the door decides the next one as ever.

#include <gtest/gtest.h>

#include <new>

#include "base/memory_reserve.h"
#include "support/failing_memory.h"
#include "unit/memory/case.h"

namespace sparkgate {
namespace {

using admission::Door;
using admission::DoorKind;

/// A new door over a set of policies.
class House {
 public:
  House(DoorKind kind, const PolicySetPointer& set)
      : policies_(set), door_(kind, policies_, metrics_) {
    body_.append(admission::kPadding, ' ');
  }

  /// Asks while the `n`-th allocation fails; 0: none does.
  const std::string& ask(std::size_t n = 0) {
    answer_.clear();
    answer_.reserve(16384);  // the session's, from before
    fail_allocation(n);
    try {
      status_ = door_.answer({body_.data(), size_}, answer_);
    } catch (const std::bad_alloc&) {
      status_ = 500;  // what the session makes of it
    }
    failed_ = stop_failing();
    return answer_;
  }

  bool failed() const { return failed_; }
  int status() const { return status_; }

 private:
  std::string body_ = some_review();
  const std::size_t size_ = body_.size();
  Metrics metrics_;
  Snapshot<decision::PolicySet> policies_;
  Door door_;
  std::string answer_;
  int status_ = 0;
  bool failed_ = false;
};

/// The number of allocations of one decision by a plan that is there; each of them has failed once.
std::size_t try_all(DoorKind kind, const PolicySetPointer& set) {
  const std::string right = House(kind, set).ask();
  EXPECT_NE(right.find(R"("allowed":)"), std::string::npos);
  for (std::size_t n = 1; n < kMost; ++n) {
    House house(kind, set);
    const std::string answer = house.ask(n);
    if (!house.failed()) return n - 1;
    const bool error = answer.empty() || answer.find(R"("code":500,)") != std::string::npos;
    EXPECT_TRUE(house.status() == 200 ? answer == right : error) << n << ": " << answer;
    EXPECT_EQ(house.ask(), right) << n;
    EXPECT_EQ(house.status(), 200) << n;
  }
  return kMost;
}

TEST(OutOfMemory, EveryAllocationOfADecision) {
  for (const DoorKind kind : {DoorKind::mutate, DoorKind::validate}) {
    const std::size_t allocations = try_all(kind, some_policy());
    EXPECT_GT(allocations, 20U);
    EXPECT_LT(allocations, kMost);
  }
}

TEST(OutOfMemory, EveryAllocationOfOneWithATreeAndAReserve) {
  keep_memory_reserve();
  const PolicySetPointer planned = some_tree_policy();
  const std::string right = House(DoorKind::mutate, planned).ask();
  std::size_t n = 1;
  for (bool failed = true; failed && n < kMost; ++n) {
    const bool also_plan = n % 25 == 0;  // which takes long
    House house(DoorKind::mutate, also_plan ? some_tree_policy() : planned);
    keep_memory_reserve();
    EXPECT_EQ(house.ask(n), right) << n;
    failed = house.failed();
  }
  std::set_new_handler(nullptr);
  EXPECT_GT(n, 100U);
  EXPECT_LT(n, kMost);
}

}  // namespace
}  // namespace sparkgate
