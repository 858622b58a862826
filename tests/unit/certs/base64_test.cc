#include "certs/base64.h"

#include <gtest/gtest.h>

#include <string>

namespace sparkgate::certs {
namespace {

TEST(Base64, IsOnOneLine) {
  EXPECT_EQ(encode_base64(""), "");
  EXPECT_EQ(encode_base64("f"), "Zg==");
  EXPECT_EQ(encode_base64("fo"), "Zm8=");
  EXPECT_EQ(encode_base64("foo"), "Zm9v");
  EXPECT_EQ(encode_base64("-----BEGIN CERTIFICATE-----\n"),
            "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg==");
}

TEST(Base64, OfAnyLengthHasNoLineBreak) {
  const std::string text = encode_base64(std::string(3000, 'x'));
  EXPECT_EQ(text.size(), 4000U);
  EXPECT_EQ(text.find_first_not_of("eHh4"), std::string::npos);
}

TEST(Base64, IsReadBack) {
  EXPECT_EQ(decode_base64("").value(), "");
  EXPECT_EQ(decode_base64("Zg==").value(), "f");
  EXPECT_EQ(decode_base64("Zm8=").value(), "fo");
  EXPECT_EQ(decode_base64("Zm9v").value(), "foo");
  EXPECT_EQ(decode_base64("AAA=").value(), std::string(2, '\0'));
}

TEST(Base64, IsRefusedWhenItIsNone) {
  for (const char* text : {"Z", "Zg=", "Zg===", "====", "Z===", "Zm9v!", "certificate"}) {
    EXPECT_FALSE(decode_base64(text).ok()) << text;
  }
}

}  // namespace
}  // namespace sparkgate::certs
