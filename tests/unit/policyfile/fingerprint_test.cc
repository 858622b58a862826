#include "policyfile/fingerprint.h"

#include <gtest/gtest.h>

namespace sparkgate::policyfile {
namespace {

TEST(Fingerprint, IsOfNamesAndTextsInAnyOrder) {
  const PolicyFile a{"x/a", "a", "1"}, b{"x/b", "b", "2"};
  EXPECT_EQ(fingerprint({a, b}), fingerprint({b, a}));
  EXPECT_EQ(fingerprint({a}), fingerprint({{"elsewhere/a", "a", "1"}}));
  EXPECT_NE(fingerprint({a}), fingerprint({{"x/a", "a", "2"}}));
  EXPECT_NE(fingerprint({a}), fingerprint({{"x/b", "b", "1"}}));
  EXPECT_NE(fingerprint({{"", "a", "b"}}), fingerprint({{"", "ab", ""}}));
  EXPECT_EQ(fingerprint({}), "cbf29ce484222325");
}

}  // namespace
}  // namespace sparkgate::policyfile
