#include "net/in_flight.h"

#include <gtest/gtest.h>

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
  EXPECT_FALSE(c.begin(33 * kKiB));
  b.end();
  EXPECT_TRUE(c.begin(40 * kKiB));
}

TEST(InFlight, TheUsualPodNeedsNoneOfIt) {
  InFlight all({.bytes = 100 * kKiB});
  InFlightShare a(all), b(all), c(all);
  EXPECT_TRUE(a.begin(100 * kKiB));
  EXPECT_TRUE(b.begin(32 * kKiB));
  EXPECT_FALSE(c.begin(32 * kKiB + 1));
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
  EXPECT_FALSE(b.begin(40 * kKiB));
  a.end();
  EXPECT_TRUE(b.begin(40 * kKiB));
  EXPECT_FALSE(a.begin(kMiB));
}

TEST(InFlight, ARequestMayNeedMoreThanItsBodyAndLaterLess) {
  InFlight all({.bytes = 100 * kKiB});
  InFlightShare a(all), b(all);
  EXPECT_TRUE(a.begin(33 * kKiB));
  EXPECT_TRUE(b.begin(33 * kKiB));
  EXPECT_FALSE(a.take(34 * kKiB + 1));
  EXPECT_TRUE(a.take(34 * kKiB));
  EXPECT_FALSE(b.take(1));
  EXPECT_TRUE(b.take(0));
  a.give_back();
  EXPECT_TRUE(b.take(kMiB));
  a.end();
  a.end();
}

TEST(InFlight, WhatIsLargeLeavesAnEighthToTheUsual) {
  InFlight all({.bytes = 16 * kMiB});
  InFlightShare a(all), b(all), c(all), d(all);
  EXPECT_TRUE(a.begin(7 * kMiB));
  EXPECT_FALSE(b.begin(7 * kMiB + 1));
  EXPECT_TRUE(b.begin(7 * kMiB));
  EXPECT_FALSE(c.begin(256 * kKiB + 1));
  EXPECT_TRUE(c.begin(256 * kKiB));
  EXPECT_TRUE(d.begin(40 * kKiB));
}

}  // namespace
}  // namespace sparkgate::net
