#include "certs/rotation/secret.h"

#include "fixtures.h"
#include "rotation/objects.h"

namespace sparkgate::rotation {
namespace {

using certs::kNow;
using Texts = std::vector<std::string>;

Pair made() {
  return make_pair({"web", "spark", kNow, certs::days(90)}).value();
}

Values both(Values some, const Values& others) {
  some.insert(some.end(), others.begin(), others.end());
  return some;
}

/// What is in it under these names, "-" where there is nothing.
Texts stored(const Secret& secret, const Texts& names) {
  const auto object = nlohmann::json::parse(secret.text());
  Texts all;
  for (const std::string& name : names) {
    const bool there = object["data"].contains(name);
    all.push_back(there ? certs::decode_base64(object["data"][name].get<std::string>()).value()
                        : "-");
  }
  return all;
}

TEST(Secret, ASwapKeepsTheCaOfThePairThatIsServedStill) {
  const Pair old = made();
  const Pair next = made();
  Secret secret = secret_of(both(values_of(old), values_of(next, "next-")));
  EXPECT_FALSE(secret.has_previous());
  secret.swap(kNow);
  EXPECT_EQ(stored(secret, {"tls.crt", "tls.key", "ca.crt", "previous-ca.crt"}),
            (Texts{next.certificate, next.key, next.ca, old.ca}));
  EXPECT_EQ(stored(secret, {"next-tls.crt", "next-tls.key", "next-ca.crt"}),
            (Texts{"-", "-", "-"}));
  EXPECT_EQ(secret.swapped(), kNow);
  EXPECT_EQ(secret.previous(), Texts{old.ca});
  secret.forget();
  EXPECT_EQ(stored(secret, {"ca.crt", "previous-ca.crt"}), (Texts{next.ca, "-"}));
}

TEST(Secret, ASwapBeforeTheLastOneIsOverKeepsThatCaToo) {
  const Pair current = made();
  const Pair next = made();
  const std::string previous = made().ca;
  Secret secret = secret_of(both(both(values_of(current), values_of(next, "next-")),
                                 {{"previous-ca.crt", previous + current.ca}}));
  secret.swap(kNow);
  EXPECT_EQ(secret.previous(), (Texts{previous, current.ca}));
}

TEST(Secret, WithoutAPairHasNoPreviousOneAfterASwap) {
  Secret secret = secret_of(values_of(made(), "next-"));
  secret.swap(kNow);
  EXPECT_FALSE(secret.has_previous());
}

TEST(Secret, APreviousCaThatCannotBeReadIsThereToBeForgotten) {
  Secret secret = secret_of({{"previous-ca.crt", "no certificate"}});
  EXPECT_EQ(secret.previous(), Texts{});
  EXPECT_TRUE(secret.has_previous());
}

}  // namespace
}  // namespace sparkgate::rotation
