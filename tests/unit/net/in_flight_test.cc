#include "net/in_flight.h"

#include <gtest/gtest.h>

namespace sparkgate::net {
namespace {

constexpr std::size_t kMiB = 1024 * 1024;

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
  InFlight all({.bytes = 100});
  InFlightShare a(all), b(all), c(all);
  EXPECT_TRUE(a.begin(60));
  EXPECT_FALSE(b.begin(41));
  EXPECT_TRUE(b.begin(40));
  EXPECT_FALSE(c.begin(1));
  b.end();
  EXPECT_TRUE(c.begin(40));
}

TEST(InFlight, WhoIsTurnedAwayHoldsNothing) {
  InFlight all({.requests = 2, .bytes = 100});
  InFlightShare a(all), b(all), c(all);
  EXPECT_TRUE(a.begin(60));
  EXPECT_FALSE(b.begin(60));
  EXPECT_TRUE(c.begin(40));  // neither a place nor bytes were lost
}

TEST(InFlight, WhoIsAloneGetsInWhateverItNeeds) {
  InFlight all({.bytes = 100});
  InFlightShare a(all), b(all);
  EXPECT_TRUE(a.begin(1000));
  EXPECT_TRUE(a.take(1000));
  EXPECT_FALSE(b.begin(1));
  a.end();
  EXPECT_TRUE(b.begin(1));
  EXPECT_FALSE(a.begin(1000));
}

TEST(InFlight, ARequestMayNeedMoreThanItsBody) {
  InFlight all({.bytes = 100});
  InFlightShare a(all), b(all);
  EXPECT_TRUE(a.begin(10));
  EXPECT_TRUE(b.begin(10));
  EXPECT_FALSE(a.take(81));
  EXPECT_TRUE(a.take(80));
  EXPECT_FALSE(b.take(1));
  a.end();
  a.end();
  EXPECT_TRUE(b.take(90));
}

TEST(InFlight, WhatIsLargeLeavesAnEighthToTheUsual) {
  InFlight all({.bytes = 16 * kMiB});
  InFlightShare a(all), b(all), c(all), d(all);
  EXPECT_TRUE(a.begin(7 * kMiB));
  EXPECT_FALSE(b.begin(7 * kMiB + 1));
  EXPECT_TRUE(b.begin(7 * kMiB));
  EXPECT_FALSE(c.begin(256 * 1024 + 1));
  EXPECT_TRUE(c.begin(256 * 1024));
  EXPECT_TRUE(d.begin(1));
}

}  // namespace
}  // namespace sparkgate::net
