#include "certs/rotation/unfinished.h"

#include "fixtures.h"
#include "rotation/objects.h"

namespace sparkgate::rotation {
namespace {

using certs::kNow;
using certs::seconds;

const std::string kHint =
    ": the rotation is not finished (sparkgate certs rotate says what keeps it)";

Pair made() {
  return make_pair({"web", "spark", kNow, certs::days(90)}).value();
}

TEST(Unfinished, IsANextCertificateForMoreThanAnHour) {
  const Secret secret = secret_of(values_of(made(), "next-"));
  EXPECT_EQ(unfinished(secret, kNow + kLongestRotation), std::nullopt);
  EXPECT_EQ(unfinished(secret, kNow + kLongestRotation + seconds(1)),
            "has had the next certificate since 2026-11-21T06:41:47Z" + kHint);
}

TEST(Unfinished, IsAPreviousCaForMoreThanAnHourAfterTheSwap) {
  const Secret secret =
      secret_of({{"previous-ca.crt", made().ca}}, {{kSwapped, certs::utc_text(kNow)}});
  EXPECT_EQ(unfinished(secret, kNow + kLongestRotation), std::nullopt);
  EXPECT_EQ(unfinished(secret, kNow + kLongestRotation + seconds(1)),
            "has kept the CA before since 2026-11-21T06:41:47Z" + kHint);
}

TEST(Unfinished, IsNothingElse) {
  const certs::Time late = kNow + certs::days(9);
  const Values swapped = {{kSwapped, certs::utc_text(kNow)}};
  EXPECT_EQ(unfinished(secret_of(values_of(made()), swapped), late), std::nullopt);
  EXPECT_EQ(unfinished(secret_of({{"next-tls.crt", "no certificate"}}), late), std::nullopt);
  EXPECT_EQ(unfinished(secret_of({{"previous-ca.crt", made().ca}}), late), std::nullopt);
}

}  // namespace
}  // namespace sparkgate::rotation
