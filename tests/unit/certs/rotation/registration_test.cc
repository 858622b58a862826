#include "certs/rotation/registration.h"

#include "fixtures.h"
#include "rotation/objects.h"

namespace sparkgate::rotation {
namespace {

using certs::kNow;
using Texts = std::vector<std::string>;

std::string made() {
  return certs::made_ca().certificate;
}

/// "wanted", "others", both or neither.
std::string trust(const Registration& one, const Texts& wanted, const Texts& kept) {
  const Trust found = one.trust(wanted, kept);
  return std::string(found.wanted ? "wanted" : "") + (found.others ? " others" : "");
}

TEST(Registration, TrustsWhatEachOfItsWebhooksTrusts) {
  const std::string one = made();
  const std::string other = made();
  EXPECT_EQ(trust(registration_of({one, one}), {one}, {one}), "wanted");
  EXPECT_EQ(trust(registration_of({one, other + one}), {one}, {one}), "wanted others");
  EXPECT_EQ(trust(registration_of({one, other + one}), {one}, {one, other}), "wanted");
  EXPECT_EQ(trust(registration_of({one, ""}), {one}, {one}), "");
  EXPECT_EQ(trust(registration_of({other, one}), {one}, {one}), " others");
  EXPECT_EQ(trust(registration_of({one}), {}, {one}), "wanted");
  EXPECT_EQ(trust(registration_of({}), {one}, {one}), "");  // of another Service, say
}

TEST(Registration, TrustsWhatCanBeReadOfABrokenBundleAndMore) {
  const std::string one = made();
  EXPECT_EQ(trust(registration_of({"-----BEGIN CERTIFICATE-----\n" + one}), {one}, {one}),
            "wanted others");
  EXPECT_EQ(trust(registration_of({std::string(70000, '\n') + one}), {one}, {one}),
            "wanted others");
  EXPECT_EQ(trust(registration_of({"no certificate"}), {one}, {one}), " others");
}

TEST(Registration, PublishesBesideWhatIsThere) {
  const std::string old = made();
  const std::string wanted = made();
  const std::string cut_off = made().substr(0, 200) + "\n";
  const std::string large(70000, '\n');
  Registration one = registration_of(
      {"", old, wanted + old, cut_off + old, old + cut_off, large + old, "no certificate"});
  one.publish({wanted}, kNow);
  const std::string both = old + wanted;
  EXPECT_EQ(bundles_of(one), (Texts{wanted, both, wanted + old, both, both, both, wanted}));
  EXPECT_EQ(one.published(), kNow);
}

TEST(Registration, DropsAllElse) {
  const std::string wanted = made();
  Registration one = registration_of({made() + wanted, "", "no certificate"});
  one.drop_all_but({wanted});
  EXPECT_EQ(bundles_of(one), (Texts{wanted, wanted, wanted}));
}

}  // namespace
}  // namespace sparkgate::rotation
