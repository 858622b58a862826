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
constexpr Trust kWanted{.wanted = true};                       // and no others
constexpr Trust kBoth{.wanted = true, .published = at(1000)};  // written down
constexpr Trust kMore{.wanted = true, .others = true};

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

TEST(NextStep, WhatIsNotGoodIsReplaced) {
  for (const Held held : {Held::absent, Held::due, Held::expired, Held::broken}) {
    EXPECT_EQ(next_step(facts(held, Held::absent, {kWanted, kWanted})), Step{Do::prepare});
  }
  Facts forced = facts(Held::good, Held::absent, {kWanted, kWanted});
  forced.forced = true;
  EXPECT_EQ(next_step(forced), Step{Do::prepare});
}

TEST(NextStep, APreparedPairThatIsOfNoUseIsPreparedAnew) {
  for (const Held held : {Held::due, Held::expired, Held::broken, Held::foreign, Held::unknown}) {
    EXPECT_EQ(next_step(facts(Held::good, held, {kWanted, kWanted})), Step{Do::prepare});
    EXPECT_EQ(next_step(facts(Held::absent, held, {kWanted, kWanted})), Step{Do::prepare});
  }
}

TEST(NextStep, AllIsTrustedEverywhereBeforeTheSwap) {
  for (const Held held : {Held::absent, Held::good, Held::due, Held::broken, Held::expired}) {
    EXPECT_EQ(next_step(facts(held, Held::good, {kNone, kNone})), (Step{Do::publish, 0}));
    EXPECT_EQ(next_step(facts(held, Held::good, {kBoth, kNone})), (Step{Do::publish, 1}));
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
  EXPECT_EQ(next_step(facts(Held::good, Held::good, {kWanted, kBoth})),
            (Step{Do::wait, 0, at(1080)}));
}

TEST(NextStep, NobodyIsWaitedForWhenNothingIsServed) {
  EXPECT_EQ(next_step(facts(Held::expired, Held::good, {kBoth, kBoth})), Step{Do::swap});
  EXPECT_EQ(next_step(facts(Held::absent, Held::good, {kBoth, kBoth})), Step{Do::swap});
}

TEST(NextStep, WhatOnlyACaBundleTellsOfMayBeServed) {
  for (const Held held : {Held::absent, Held::expired}) {
    Facts f = facts(held, Held::good, {kBoth, kMore});
    EXPECT_EQ(next_step(f), (Step{Do::wait, 0, at(1080)}));
    f.now = at(1080);
    EXPECT_EQ(next_step(f), Step{Do::ask});
    f.known = true;
    EXPECT_EQ(next_step(f), Step{Do::swap});
  }
}

TEST(NextStep, WhatIsServedIsTrusted) {
  for (const bool previous : {false, true}) {
    Facts f = facts(Held::good, Held::absent, {kNone, kNone});
    f.previous = previous;
    EXPECT_EQ(next_step(f), (Step{Do::publish, 0}));
    f.registrations = {kMore, kNone};
    EXPECT_EQ(next_step(f), (Step{Do::publish, 1}));
  }
  EXPECT_EQ(next_step(facts(Held::good, Held::absent, {kWanted, kBoth})), Step{Do::nothing});
}

TEST(NextStep, OtherCasAreDroppedOnceTheNewPairIsServed) {
  Facts f = facts(Held::good, Held::absent, {kBoth, kMore});
  f.registrations[1].published = at(990);
  f.swapped = at(1010);
  f.now = at(1189);
  EXPECT_EQ(next_step(f), (Step{Do::wait, 0, at(1190)}));
  f.now = at(1190);
  EXPECT_EQ(next_step(f), Step{Do::look});
  f.served = true;
  EXPECT_EQ(next_step(f), (Step{Do::drop, 1}));
  f.registrations[0].others = true;
  EXPECT_EQ(next_step(f), (Step{Do::drop, 0}));
}

// Nobody else's caBundle says so: somebody may have emptied it.
TEST(NextStep, ThePreviousCaIsForgottenOnceTheNewPairIsServedAndThenDropped) {
  for (const bool others : {false, true}) {
    Facts f = facts(Held::good, Held::absent, {kBoth, kBoth});
    f.registrations[0].others = others;
    f.previous = true;
    f.swapped = at(1010);
    f.now = at(1189);
    EXPECT_EQ(next_step(f), (Step{Do::wait, 0, at(1190)}));
    f.now = at(1190);
    EXPECT_EQ(next_step(f), Step{Do::look});
    f.served = true;
    EXPECT_EQ(next_step(f), Step{Do::forget});
    f.previous = false;
    EXPECT_EQ(next_step(f), (Step{others ? Do::drop : Do::nothing}));
  }
}

TEST(NextStep, OtherCasAreKeptFromTheStartWhenNoSwapWasWrittenDown) {
  EXPECT_EQ(next_step(facts(Held::good, Held::absent, {kMore, kBoth})),
            (Step{Do::wait, 0, at(1200)}));
}

// One was published before anybody wrote dates down: for it the start of the run counts.
TEST(NextStep, OtherCasAreKeptFromTheStartWhenAPublicationWasNotWrittenDown) {
  Facts f = facts(Held::good, Held::absent, {kBoth, kMore});
  f.swapped = at(900);
  EXPECT_EQ(next_step(f), (Step{Do::wait, 0, at(1200)}));
}

// A Secret that was put back: its pair was published long after the date of its swap.
TEST(NextStep, OtherCasAreKeptFromTheLastPublicationWhenThatIsLater) {
  Trust later = kBoth;
  later.published = at(1025);
  Facts f = facts(Held::good, Held::absent, {later, kMore});
  f.registrations[1].published = at(1015);
  f.swapped = at(1);
  EXPECT_EQ(next_step(f), (Step{Do::wait, 0, at(1205)}));
}

// Nothing has to be published for it: both CAs are trusted still.
TEST(NextStep, OtherCasAreKeptFromWhenTheSecretWasPutBack) {
  Facts f = facts(Held::good, Held::absent, {kBoth, kBoth});
  f.registrations[0].others = true;
  f.swapped = at(1);
  f.now = at(1204);
  f.changed_by_others = at(1025);
  EXPECT_EQ(next_step(f), (Step{Do::wait, 0, at(1205)}));
  f.changed_by_others = at(999);
  EXPECT_EQ(next_step(f), Step{Do::look});
}

TEST(NextStep, AnAnswerFromBeforeTheTimeShortensNoWait) {
  Facts f = facts(Held::good, Held::good, {kBoth, kBoth});
  f.known = true;
  EXPECT_EQ(next_step(f), (Step{Do::wait, 0, at(1060)}));
  f.now = at(990);  // by another API server's clock
  EXPECT_EQ(next_step(f), (Step{Do::wait, 0, at(1060)}));
  f = facts(Held::good, Held::absent, {kMore, kBoth});
  f.served = true;
  EXPECT_EQ(next_step(f), (Step{Do::wait, 0, at(1200)}));
}

TEST(NextStep, AGoodNextPairIsServedThoughForcedOrWithAPreviousCa) {
  Facts f = facts(Held::good, Held::good, {kBoth, kBoth});
  f.forced = true;
  f.previous = true;
  f.known = true;
  f.now = at(1060);
  EXPECT_EQ(next_step(f), Step{Do::swap});
}

TEST(NextStep, WhatIsMissingIsPublishedThoughTheWaitIsOver) {
  Facts f = facts(Held::good, Held::absent, {kMore, kNone});
  f.now = at(2000);
  f.served = true;
  EXPECT_EQ(next_step(f), (Step{Do::publish, 1}));
}

}  // namespace
}  // namespace sparkgate::rotation
