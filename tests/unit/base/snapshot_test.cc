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

TEST(Snapshot, AReaderSeesWhatWasPublishedLast) {
  Snapshot<int> current;
  Snapshot<int>::Reader reader(current);
  EXPECT_EQ(reader.current(), nullptr);
  current.publish(std::make_shared<const int>(1));
  const std::weak_ptr<const int> first = reader.current();
  EXPECT_EQ(*reader.current(), 1);
  current.publish(std::make_shared<const int>(2));
  EXPECT_FALSE(first.expired());  // until its reader asks again
  EXPECT_EQ(*reader.current(), 2);
  EXPECT_TRUE(first.expired());
}

TEST(Snapshot, CanBeReadWhileItIsReplaced) {
  Snapshot<int> current(std::make_shared<const int>(0));
  std::atomic<bool> done = false;
  std::thread thread([&] {
    int last = 0;
    Snapshot<int>::Reader reader(current);
    while (!done) {
      const int now = *reader.current();
      EXPECT_GE(now, last);
      last = now;
    }
  });
  for (int i = 1; i <= 10000; ++i) current.publish(std::make_shared<const int>(i));
  done = true;
  thread.join();
}

}  // namespace
}  // namespace sparkgate
