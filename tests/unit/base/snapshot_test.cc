#include "base/snapshot.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace sparkgate {
namespace {

TEST(Snapshot, AReaderKeepsTheVersionItTook) {
  Snapshot<int> current(std::make_shared<const int>(1));
  const auto taken = current.take();
  current.publish(std::make_shared<const int>(2));
  EXPECT_EQ(*taken, 1);
  EXPECT_EQ(*current.take(), 2);
}

TEST(Snapshot, CanBeReadWhileItIsReplaced) {
  Snapshot<int> current(std::make_shared<const int>(0));
  std::atomic<bool> done = false;
  std::thread reader([&] {
    int last = 0;
    while (!done) {
      const int now = *current.take();
      EXPECT_GE(now, last);
      last = now;
    }
  });
  for (int i = 1; i <= 10000; ++i) current.publish(std::make_shared<const int>(i));
  done = true;
  reader.join();
}

}  // namespace
}  // namespace sparkgate
