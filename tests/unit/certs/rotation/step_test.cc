#include "certs/rotation/step.h"

#include <gtest/gtest.h>

#include <ostream>

namespace sparkgate::rotation {

void PrintTo(const Step& step, std::ostream* out) {
  *out << "Do " << static_cast<int>(step.what) << " at " << step.registration << " until "
       << step.until.time_since_epoch().count();
}

namespace {

using std::chrono::seconds;

constexpr certs::Time at(int second) {
  return certs::Time(seconds(second));
}

constexpr Trust kNone{};
constexpr Trust kCurrent{.current = true};
constexpr Trust kBoth{.current = true, .next = true, .others = true, .published = at(1000)};
constexpr Trust kMore{.current = true, .others = true};

/// At second 1030 of a run that began at 1020; waits are 60 and 180 seconds.
Facts facts(Held current, Held next, std::vector<Trust> registrations) {
  return {.now = at(1030),
          .started = at(1020),
          .current = current,
          .next = next,
          .registrations = std::move(registrations),
          .publish_wait = seconds(60),
          .serve_wait = seconds(180)};
}

TEST(NextStep, WithoutAPairOfAnyKindOneIsInstalledAndTrustedAtOnce) {
  EXPECT_EQ(next_step(facts(Held::absent, Held::absent, {kNone, kNone})), Step{Do::install});
  EXPECT_EQ(next_step(facts(Held::absent, Held::broken, {kNone, kNone})), Step{Do::install});
  EXPECT_EQ(next_step(facts(Held::good, Held::absent, {kNone, kNone})), (Step{Do::publish, 0}));
  EXPECT_EQ(next_step(facts(Held::good, Held::absent, {kCurrent, kNone})), (Step{Do::publish, 1}));
  EXPECT_EQ(next_step(facts(Held::good, Held::absent, {kCurrent, kCurrent})), Step{Do::nothing});
}

TEST(NextStep, WhatIsNotGoodIsReplaced) {
  for (const Held held : {Held::due, Held::expired, Held::broken}) {
    EXPECT_EQ(next_step(facts(held, Held::absent, {kCurrent, kCurrent})), Step{Do::prepare});
  }
  Facts forced = facts(Held::good, Held::absent, {kCurrent, kCurrent});
  forced.forced = true;
  EXPECT_EQ(next_step(forced), Step{Do::prepare});
}

TEST(NextStep, APreparedPairThatIsOfNoUseIsPreparedAnew) {
  for (const Held held : {Held::due, Held::expired, Held::broken, Held::foreign}) {
    EXPECT_EQ(next_step(facts(Held::good, held, {kCurrent, kCurrent})), Step{Do::prepare});
  }
}

TEST(NextStep, BothAreTrustedEverywhereBeforeTheSwap) {
  for (const Held held : {Held::good, Held::due}) {
    EXPECT_EQ(next_step(facts(held, Held::good, {kCurrent, kCurrent})), (Step{Do::publish, 0}));
    EXPECT_EQ(next_step(facts(held, Held::good, {kBoth, kCurrent})), (Step{Do::publish, 1}));
    EXPECT_EQ(next_step(facts(held, Held::good, {{.next = true}, kBoth})), (Step{Do::publish, 0}));
  }
  // Nobody can be served with these: only the next CA counts.
  for (const Held held : {Held::broken, Held::expired}) {
    EXPECT_EQ(next_step(facts(held, Held::good, {kBoth, kCurrent})), (Step{Do::publish, 1}));
  }
}

TEST(NextStep, TheSwapWaitsFromTheLastPublication) {
  Trust later = kBoth;
  later.published = at(1010);
  for (const Held held : {Held::good, Held::due, Held::broken}) {
    Facts f = facts(held, Held::good, {later, kBoth});
    f.now = at(1069);
    EXPECT_EQ(next_step(f), (Step{Do::wait, 0, at(1070)}));
    f.now = at(1070);
    EXPECT_EQ(next_step(f), Step{Do::ask});
    f.known = true;
    EXPECT_EQ(next_step(f), Step{Do::swap});
  }
}

TEST(NextStep, TheSwapWaitsFromTheStartWhenNoTimeWasWrittenDown) {
  Trust unwritten = kBoth;
  unwritten.published = std::nullopt;
  EXPECT_EQ(next_step(facts(Held::good, Held::good, {unwritten, kBoth})),
            (Step{Do::wait, 0, at(1080)}));
}

TEST(NextStep, NobodyIsWaitedForWhenNothingIsServed) {
  EXPECT_EQ(next_step(facts(Held::expired, Held::good, {kBoth, kBoth})), Step{Do::swap});
  EXPECT_EQ(next_step(facts(Held::absent, Held::good, {kBoth, kBoth})), Step{Do::swap});
}

TEST(NextStep, OtherCasAreDroppedOnceTheNewPairIsServed) {
  Facts f = facts(Held::good, Held::absent, {kCurrent, kMore});
  f.swapped = at(1000);
  EXPECT_EQ(next_step(f), (Step{Do::wait, 0, at(1180)}));
  f.now = at(1180);
  EXPECT_EQ(next_step(f), Step{Do::look});
  f.served = true;
  EXPECT_EQ(next_step(f), (Step{Do::drop, 1}));
  f.registrations = {kMore, kMore};
  EXPECT_EQ(next_step(f), (Step{Do::drop, 0}));
}

TEST(NextStep, OtherCasAreKeptFromTheStartWhenNoSwapWasWrittenDown) {
  EXPECT_EQ(next_step(facts(Held::good, Held::absent, {kMore, kCurrent})),
            (Step{Do::wait, 0, at(1200)}));
}

}  // namespace
}  // namespace sparkgate::rotation
