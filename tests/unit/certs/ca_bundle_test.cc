#include "certs/ca_bundle.h"

#include <gtest/gtest.h>

#include <string>

namespace sparkgate::certs {
namespace {

TEST(CaBundle, IsBase64OnOneLine) {
  EXPECT_EQ(encode_ca_bundle(""), "");
  EXPECT_EQ(encode_ca_bundle("f"), "Zg==");
  EXPECT_EQ(encode_ca_bundle("fo"), "Zm8=");
  EXPECT_EQ(encode_ca_bundle("foo"), "Zm9v");
  EXPECT_EQ(encode_ca_bundle("-----BEGIN CERTIFICATE-----\n"),
            "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg==");
}

TEST(CaBundle, OfAnyLengthHasNoLineBreak) {
  const std::string text = encode_ca_bundle(std::string(3000, 'x'));
  EXPECT_EQ(text.size(), 4000U);
  EXPECT_EQ(text.find_first_not_of("eHh4"), std::string::npos);
}

}  // namespace
}  // namespace sparkgate::certs
