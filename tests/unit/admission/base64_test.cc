#include "admission/base64.h"

#include <gtest/gtest.h>

namespace sparkgate::admission {
namespace {

std::string encoded(std::string_view bytes) {
  std::string out = ">";
  append_base64(out, bytes);
  return out;
}

TEST(Base64, IsThatOfRfc4648) {
  EXPECT_EQ(encoded(""), ">");
  EXPECT_EQ(encoded("f"), ">Zg==");
  EXPECT_EQ(encoded("fo"), ">Zm8=");
  EXPECT_EQ(encoded("foo"), ">Zm9v");
  EXPECT_EQ(encoded("foobar"), ">Zm9vYmFy");
  EXPECT_EQ(encoded("\xff\xfe\xfd\x00"), ">//79");
  EXPECT_EQ(encoded(std::string_view("\0\0\0\0", 4)), ">AAAAAA==");
}

}  // namespace
}  // namespace sparkgate::admission
