#include "certs/time.h"

#include <gtest/gtest.h>

#include <memory>

#include "fixtures.h"

namespace sparkgate::certs {
namespace {

using TimePtr = std::unique_ptr<ASN1_TIME, FreedBy<ASN1_TIME_free>>;

TimePtr asn1(const char* text) {
  TimePtr time(ASN1_TIME_new());
  EXPECT_EQ(ASN1_STRING_set(time.get(), text, -1), 1);
  time->type = V_ASN1_GENERALIZEDTIME;
  return time;
}

TEST(Time, IsWrittenAsRfc3339) {
  EXPECT_EQ(utc_text(kNow), "2026-11-21T06:41:47Z");
  EXPECT_EQ(utc_text(Time()), "1970-01-01T00:00:00Z");
}

TEST(Time, IsReadFromACertificate) {
  EXPECT_EQ(utc_text(to_time(asn1("20491231235959Z").get()).value()), "2049-12-31T23:59:59Z");
  EXPECT_EQ(utc_text(to_time(asn1("21260228000000Z").get()).value()), "2126-02-28T00:00:00Z");
}

TEST(Time, RefusesWhatIsNoDate) {
  const std::string message = "a date in the certificate cannot be read";
  EXPECT_EQ(to_time(asn1("yesterday").get()).error().message, message);
  EXPECT_EQ(to_time(asn1("20261321064147Z").get()).error().message, message);
  EXPECT_EQ(to_time(nullptr).error().message, message);
}

TEST(Time, IsReadAsItIsWritten) {
  EXPECT_EQ(read_utc("2026-11-21T06:41:47Z").value(), kNow);
  for (const char* text :
       {"", "2026-11-21", "2026-11-21T06:41:47", "2026-11-21T06:41:47Z ", "now"}) {
    EXPECT_FALSE(read_utc(text).ok()) << text;
  }
}

TEST(Time, CountsWholeDaysLeft) {
  EXPECT_EQ(days_left(kNow + days(30), kNow), 30);
  EXPECT_EQ(days_left(kNow + days(30) - seconds(1), kNow), 29);
  EXPECT_EQ(days_left(kNow + seconds(1), kNow), 0);
  EXPECT_EQ(days_left(kNow - seconds(1), kNow), -1);
  EXPECT_EQ(days_left(kNow - days(2), kNow), -2);
}

}  // namespace
}  // namespace sparkgate::certs
