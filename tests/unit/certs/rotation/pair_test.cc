#include "certs/rotation/pair.h"

#include "certs/describe.h"
#include "fixtures.h"

namespace sparkgate::rotation {
namespace {

using certs::kNow;
using std::chrono::days;

constexpr char kHost[] = "web.spark.svc";

Pair made(certs::Time now = kNow) {
  return make_pair({"web", "spark", now, days(90)}).value();
}

Held held(const Pair& pair, certs::Time now = kNow, std::optional<days> renew_before = {}) {
  return judge(pair, {now, kHost, renew_before}).held;
}

TEST(MadePair, HasACaOfItsOwnWhoseKeyIsNowhere) {
  const Pair pair = made();
  EXPECT_EQ(held(pair), Held::good);
  EXPECT_NE(made().ca, pair.ca);
  EXPECT_EQ(split_pem(pair.ca), std::vector<std::string>{pair.ca});
  EXPECT_FALSE(certs::has_key(pair.ca + pair.certificate));
  const auto ca = certs::describe(certs::first_of(pair.ca)).value();
  EXPECT_EQ(ca.not_after, kNow + days(90));
  EXPECT_EQ(judge(pair, {kNow, kHost, {}}).not_after, kNow + days(90));
}

TEST(JudgedPair, IsDueInTheLastThirdOfItsLife) {
  const Pair pair = made();  // 90 days and 10 minutes long
  const certs::Time last_third = kNow + days(60) - std::chrono::seconds(200);
  EXPECT_EQ(held(pair, last_third), Held::good);
  EXPECT_EQ(held(pair, last_third + std::chrono::seconds(1)), Held::due);
  EXPECT_EQ(held(pair, kNow + days(90) - std::chrono::seconds(1)), Held::due);
  EXPECT_EQ(held(pair, kNow + days(90)), Held::expired);
}

TEST(JudgedPair, IsDueWhenSomebodySaysSo) {
  EXPECT_EQ(held(made(), kNow + days(80), days(10)), Held::good);
  EXPECT_EQ(held(made(), kNow + days(80) + std::chrono::seconds(1), days(10)), Held::due);
}

TEST(JudgedPair, OfAClockThatIsAheadIsDue) {
  EXPECT_EQ(held(made(kNow + certs::kBackdated + std::chrono::seconds(1))), Held::due);
}

TEST(JudgedPair, IsBrokenWhenItsPartsDoNotFit) {
  const Pair pair = made();
  const Pair other = made();
  EXPECT_EQ(held({pair.certificate, other.key, pair.ca}), Held::broken);
  EXPECT_EQ(held({pair.certificate, pair.key, other.ca}), Held::broken);
  EXPECT_EQ(held({pair.certificate, pair.key, ""}), Held::broken);
  EXPECT_EQ(held({pair.certificate, "", pair.ca}), Held::broken);
  EXPECT_EQ(held({pair.certificate + pair.ca.substr(0, 200), pair.key, pair.ca}), Held::broken);
  EXPECT_EQ(judge(pair, {kNow, "other.spark.svc", {}}).held, Held::broken);
}

TEST(JudgedPair, IsUnknownWhenItsCertificateCannotBeRead) {
  const Pair pair = made();
  EXPECT_EQ(held({"", pair.key, pair.ca}), Held::unknown);
  EXPECT_EQ(held({pair.certificate.substr(0, 200), pair.key, pair.ca}), Held::unknown);
  EXPECT_EQ(held({"no certificate", "", ""}), Held::unknown);
}

TEST(JudgedPair, OfSomebodyElseIsForeign) {
  const auto foreign = certs::made_foreign({"a server", {kHost}});
  EXPECT_EQ(held({foreign.certificate, foreign.key, foreign.certificate}), Held::foreign);
}

TEST(JudgedPair, OfCertsInitIsOurs) {
  const auto ca = certs::made_ca();
  const auto leaf = certs::made_leaf(ca);
  EXPECT_EQ(held({leaf.certificate, leaf.key, ca.certificate}), Held::good);
}

TEST(JudgedPair, IsAbsentWithoutCertificateAndKey) {
  EXPECT_EQ(held({"", "", ""}), Held::absent);
  EXPECT_EQ(held({"", "", made().ca}), Held::absent);
}

TEST(SplitPem, KeepsWhatCanBeRead) {
  const std::string one = made().ca;
  const std::string other = made().ca;
  EXPECT_EQ(split_pem("no certificate"), std::vector<std::string>{});
  EXPECT_EQ(split_pem("text\n" + one + other.substr(0, 200) + "\n" + other),
            (std::vector<std::string>{one, other}));
  EXPECT_EQ(joined(split_pem(one + other)), one + other);
}

}  // namespace
}  // namespace sparkgate::rotation
