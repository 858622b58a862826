#include "net/in_flight.h"

#include <gtest/gtest.h>

#include "net/input_buffer.h"

namespace sparkgate::net {
namespace {

constexpr std::size_t kKiB = 1024;
constexpr std::size_t kMiB = 1024 * kKiB;

TEST(InFlight, HasRoomForSoManyRequests) {
  InFlight all({.requests = 2});
  InFlightShare a(all), b(all), c(all);
  EXPECT_TRUE(a.begin(1));
  EXPECT_TRUE(b.begin(1));
  EXPECT_FALSE(c.begin(1));
  a.end();
  EXPECT_TRUE(c.begin(1));
}

TEST(InFlight, HasRoomForSoManyBytes) {
  InFlight all({.bytes = 100 * kKiB});
  InFlightShare a(all), b(all), c(all);
  EXPECT_TRUE(a.begin(60 * kKiB));
  EXPECT_FALSE(b.begin(40 * kKiB + 1));
  EXPECT_TRUE(b.begin(40 * kKiB));
  EXPECT_FALSE(c.begin(20 * kKiB));
  b.end();
  EXPECT_TRUE(c.begin(40 * kKiB));
}

TEST(InFlight, TheUsualPodNeedsNoneOfIt) {
  InFlight all({.bytes = 100 * kKiB});
  InFlightShare a(all), b(all), c(all);
  EXPECT_TRUE(a.begin(100 * kKiB));
  EXPECT_TRUE(b.begin(InputBuffer::kUsualRoom));
  EXPECT_FALSE(c.begin(InputBuffer::kUsualRoom + 1));
}

TEST(InFlight, WhoIsTurnedAwayHoldsNothing) {
  InFlight all({.requests = 2, .bytes = 100 * kKiB});
  InFlightShare a(all), b(all), c(all);
  EXPECT_TRUE(a.begin(60 * kKiB));
  EXPECT_FALSE(b.begin(60 * kKiB));
  EXPECT_TRUE(c.begin(40 * kKiB));  // neither a place nor bytes were lost
}

TEST(InFlight, WhoIsAloneGetsInWhateverItNeeds) {
  InFlight all({.bytes = 100 * kKiB});
  InFlightShare a(all), b(all);
  EXPECT_TRUE(a.begin(kMiB));
  EXPECT_TRUE(a.take(kMiB));
  EXPECT_FALSE(b.begin(20 * kKiB));
  a.end();
  EXPECT_TRUE(b.begin(20 * kKiB));
  EXPECT_FALSE(a.begin(kMiB));
}

TEST(InFlight, ARequestMayNeedMoreThanItsBody) {
  InFlight all({.bytes = 100 * kKiB});
  InFlightShare a(all), b(all);
  EXPECT_TRUE(a.begin(20 * kKiB));
  EXPECT_TRUE(b.begin(20 * kKiB));
  EXPECT_FALSE(a.take(60 * kKiB + 1));
  EXPECT_TRUE(a.take(60 * kKiB));
  EXPECT_FALSE(b.take(1));
  a.end();
  a.end();
  EXPECT_TRUE(b.take(80 * kKiB));
}

TEST(InFlight, WhatIsLargeLeavesAnEighthToTheUsual) {
  InFlight all({.bytes = 16 * kMiB});
  InFlightShare a(all), b(all), c(all), d(all);
  EXPECT_TRUE(a.begin(7 * kMiB));
  EXPECT_FALSE(b.begin(7 * kMiB + 1));
  EXPECT_TRUE(b.begin(7 * kMiB));
  EXPECT_FALSE(c.begin(256 * kKiB + 1));
  EXPECT_TRUE(c.begin(256 * kKiB));
  EXPECT_TRUE(d.begin(20 * kKiB));
}

}  // namespace
}  // namespace sparkgate::net
