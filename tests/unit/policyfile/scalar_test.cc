#include "policyfile/scalar.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace sparkgate::policyfile {
namespace {

using nlohmann::json;

TEST(Scalar, ReadsAsKubernetesDoes) {
  const std::vector<std::pair<const char*, json>> kPairs = {
      {"", nullptr},
      {"~", nullptr},
      {"null", nullptr},
      {"true", true},
      {"yes", true},
      {"y", true},
      {"On", true},
      {"False", false},
      {"n", false},
      {"OFF", false},
      {"0", 0},
      {"42", 42},
      {"-7", -7},
      {"+7", 7},
      {"0644", 420},
      {"0o644", 420},
      {"0x1F", 31},
      {"0b101", 5},
      {"1.5", 1.5},
      {"1e3", 1000.0},
      {".5", 0.5},
      {"-2.", -2.0},
      {"1.2.3", "1.2.3"},
      {"4.1.4", "4.1.4"},
      {"08", "08"},
      {"1Gi", "1Gi"},
      {"500m", "500m"},
      {"yEs", "yEs"},
      {"e3", "e3"},
      {"1e", "1e"},
      {"-", "-"},
      {".", "."},
      {"0x", "0x"},
      {"nan", "nan"},
      {".inf", ".inf"},
      {"9223372036854775807", 9223372036854775807},
      {"99999999999999999999", "99999999999999999999"},
      {"1_000", "1_000"},
      {"2026-11-21", "2026-11-21"},
      {"--5", "--5"},
      {"0o8", "0o8"}};
  for (const auto& [text, value] : kPairs) EXPECT_EQ(plain_scalar(text), value) << text;
}

}  // namespace
}  // namespace sparkgate::policyfile
