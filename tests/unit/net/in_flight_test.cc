#include "net/in_flight.h"

#include <gtest/gtest.h>

namespace sparkgate::net {
namespace {

constexpr std::size_t kKiB = 1024;
constexpr std::size_t kMiB = 1024 * kKiB;

/// A request whose body is announced, and is here.
bool comes(InFlightShare& share, std::size_t bytes) {
  return share.begin(bytes) && (bytes <= InFlightShare::kUsual || share.hold(bytes));
}

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
  EXPECT_TRUE(comes(a, 60 * kKiB));
  EXPECT_FALSE(comes(b, 40 * kKiB + 1));
  EXPECT_TRUE(comes(b, 40 * kKiB));
  EXPECT_FALSE(comes(c, 33 * kKiB));
  b.end();
  EXPECT_TRUE(comes(c, 40 * kKiB));
}

TEST(InFlight, NothingIsTakenByWhatIsAnnounced) {
  InFlight all({.bytes = 100 * kKiB});
  InFlightShare a(all), b(all), c(all);
  EXPECT_TRUE(a.begin(100 * kKiB));
  EXPECT_TRUE(b.begin(100 * kKiB));
  EXPECT_TRUE(a.hold(33 * kKiB));
  EXPECT_TRUE(a.hold(60 * kKiB));
  EXPECT_TRUE(b.hold(40 * kKiB));
  EXPECT_FALSE(a.hold(61 * kKiB));
  EXPECT_FALSE(c.begin(33 * kKiB));  // there is no room now
}

TEST(InFlight, TheUsualPodNeedsNoneOfIt) {
  InFlight all({.bytes = 100 * kKiB});
  InFlightShare a(all), b(all), c(all);
  EXPECT_TRUE(comes(a, 100 * kKiB));
  EXPECT_TRUE(comes(b, 32 * kKiB));
  EXPECT_FALSE(comes(c, 32 * kKiB + 1));
}

TEST(InFlight, WhoIsTurnedAwayHoldsNothing) {
  InFlight all({.requests = 2, .bytes = 100 * kKiB});
  InFlightShare a(all), b(all), c(all);
  EXPECT_TRUE(comes(a, 60 * kKiB));
  EXPECT_FALSE(comes(b, 60 * kKiB));
  EXPECT_TRUE(comes(c, 40 * kKiB));  // neither a place nor bytes were lost
}

TEST(InFlight, WhoIsAloneGetsInWhateverItNeeds) {
  InFlight all({.bytes = 100 * kKiB});
  InFlightShare a(all), b(all);
  EXPECT_TRUE(comes(a, kMiB));
  EXPECT_TRUE(a.take(kMiB));
  EXPECT_FALSE(comes(b, 40 * kKiB));
  a.end();
  EXPECT_TRUE(comes(b, 40 * kKiB));
  EXPECT_FALSE(comes(a, kMiB));
}

TEST(InFlight, ARequestMayNeedMoreThanItsBodyAndLaterLess) {
  InFlight all({.bytes = 100 * kKiB});
  InFlightShare a(all), b(all);
  EXPECT_TRUE(comes(a, 33 * kKiB));
  EXPECT_TRUE(comes(b, 33 * kKiB));
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
  EXPECT_TRUE(comes(a, 7 * kMiB));
  EXPECT_FALSE(comes(b, 7 * kMiB + 1));
  EXPECT_TRUE(comes(b, 7 * kMiB));
  EXPECT_FALSE(comes(c, 256 * kKiB + 1));
  EXPECT_TRUE(comes(c, 256 * kKiB));
  EXPECT_TRUE(comes(d, 40 * kKiB));
}

}  // namespace
}  // namespace sparkgate::net
