#include "certs/rotation/facts.h"

#include "fixtures.h"
#include "rotation/objects.h"

namespace sparkgate::rotation {
namespace {

using certs::kNow;
using certs::seconds;
using Texts = std::vector<std::string>;

const Wishes kWishes{.places = {{"spark", "web"}, "web-tls", "web.dev"}};

Pair made() {
  return make_pair({"web", "spark", kNow, certs::days(90)}).value();
}

Values both(Values some, const Values& others) {
  some.insert(some.end(), others.begin(), others.end());
  return some;
}

Result<Known> known(Secret secret, const Texts& bundles, const Values& annotations = {}) {
  return know({{registration_of(bundles, annotations)}, std::move(secret), kNow}, kWishes,
              {kNow - seconds(10)});
}

Values at(const char* annotation, certs::Time time) {
  return {{annotation, certs::utc_text(time)}};
}

TEST(Facts, EveryCaOfTheSecretIsWanted) {
  const Pair current = made();
  const Pair next = made();
  const std::string previous = made().ca;
  const Secret secret = secret_of(
      both(both(values_of(current), values_of(next, "next-")), {{"previous-ca.crt", previous}}));
  const Known found = known(secret, {current.ca + next.ca + previous}).value();
  EXPECT_EQ(found.wanted, (Texts{current.ca, next.ca, previous}));
  EXPECT_EQ(found.current_ca, Texts{current.ca});
  EXPECT_EQ(found.next_ca, Texts{next.ca});
  EXPECT_TRUE(found.facts.previous);
  EXPECT_TRUE(found.facts.registrations[0].wanted);
  EXPECT_TRUE(found.facts.registrations[0].others);  // the previous one
  EXPECT_FALSE(known(secret, {current.ca + next.ca}).value().facts.registrations[0].wanted);
  EXPECT_FALSE(known(secret, {current.ca + next.ca}).value().facts.registrations[0].others);
}

TEST(Facts, OfAnEmptySecretHaveNothingThatIsWanted) {
  const Known found = known(secret_of({{"ca.crt", made().ca}}), {made().ca}).value();
  EXPECT_EQ(found.facts.current, Held::absent);
  EXPECT_EQ(found.wanted, Texts{});
  EXPECT_TRUE(found.facts.registrations[0].others);
  EXPECT_FALSE(found.facts.previous);
}

TEST(Facts, ADateThatIsAheadOfTheClockIsNone) {
  const Pair pair = made();
  const certs::Time soon = kNow + certs::kBackdated;
  const auto swapped = [&](certs::Time time) {
    return known(secret_of(values_of(pair), at(kSwapped, time)), {pair.ca}).value().facts.swapped;
  };
  EXPECT_EQ(swapped(soon), soon);
  EXPECT_EQ(swapped(soon + seconds(1)), std::nullopt);
  const auto published = [&](certs::Time time) {
    return known(secret_of(values_of(pair)), {pair.ca}, at(kPublished, time))
        .value()
        .facts.registrations[0]
        .published;
  };
  EXPECT_EQ(published(soon), soon);
  EXPECT_EQ(published(soon + seconds(1)), std::nullopt);
}

TEST(Facts, OthersChangedTheSecretWhenTheirManagersDid) {
  nlohmann::json object = nlohmann::json::parse(secret_of(values_of(made())).text());
  const auto changed = [&] {
    return known(Secret::read(object.dump()).value(), {""}).value().facts.changed_by_others;
  };
  EXPECT_EQ(changed(), std::nullopt);
  const auto field = [](const char* manager, certs::Time time) {
    return nlohmann::json{{"manager", manager}, {"time", certs::utc_text(time)}};
  };
  object["metadata"]["managedFields"] = {field("kubectl", kNow - seconds(5)),
                                         field("helm", kNow - seconds(9)),
                                         field("sparkgate-certs", kNow),
                                         {{"manager", "one without a time"}},
                                         7};
  EXPECT_EQ(changed(), kNow - seconds(5));
}

TEST(Facts, WhatIsNotKnownToBeOursIsLeftAlone) {
  const Values unreadable = {{"tls.crt", "?"}, {"tls.key", "a key"}};
  EXPECT_EQ(known(secret_of(unreadable), {""}).error().message,
            "Secret spark/web-tls holds a certificate or key that is not known to be sparkgate's; "
            "nothing was changed. Empty it first if sparkgate is to make its own");
  EXPECT_EQ(known(secret_of(unreadable, at(kSwapped, kNow)), {""}).value().facts.current,
            Held::broken);
  Pair cut_off = made();
  cut_off.key = "a key";
  EXPECT_EQ(known(secret_of(values_of(cut_off)), {""}).value().facts.current, Held::broken);
}

// What keeps a run from going on is told with what the run did before.
TEST(Facts, TellWhetherSomethingWasChanged) {
  const std::string theirs = "Secret spark/web-tls is cert-manager's (cert-manager.io/a: b); ";
  const auto claimed = [](bool changed) {
    const Secret secret = secret_of({}, {{"cert-manager.io/a", "b"}});
    return know({{registration_of({""})}, secret, kNow}, kWishes,
                {.started = kNow, .changed = changed})
        .error()
        .message;
  };
  EXPECT_EQ(claimed(false), theirs + "nothing was changed");
  EXPECT_EQ(claimed(true), theirs + "nothing more was changed");
}

TEST(Clocks, MayBeAnHourApart) {
  const std::chrono::hours hour{1};
  EXPECT_TRUE(check_clocks(kNow + hour, kNow, false).ok());
  EXPECT_TRUE(check_clocks(kNow - hour, kNow, false).ok());
  EXPECT_FALSE(check_clocks(kNow - hour - seconds(1), kNow, false).ok());
  const std::string apart =
      "the API server's clock says 2026-11-21T07:41:48Z and the one here "
      "2026-11-21T06:41:47Z: set the wrong one right; ";
  const auto wrong = [&](bool changed) {
    return check_clocks(kNow + hour + seconds(1), kNow, changed).error().message;
  };
  EXPECT_EQ(wrong(false), apart + "nothing was changed");
  EXPECT_EQ(wrong(true), apart + "nothing more was changed");
}

}  // namespace
}  // namespace sparkgate::rotation
