#include <gtest/gtest.h>

#include "policyfile/load.h"

// What `check` says about exceptions that end.

namespace sparkgate::policyfile {
namespace {

using namespace std::chrono;

std::vector<std::string> notes(sys_days today) {
  const std::string text =
      "apiVersion: sparkgate.dev/v1\nkind: SparkPolicy\nmetadata: {name: p}\nspec:\n"
      "  rules: [{name: a, images: {denyTags: [x]}}]\n  exceptions:\n"
      "  - {rules: [a], match: {roles: [driver]}, reason: r, owner: o, expires: 2027-01-31}\n";
  std::vector<std::string> result;
  for (const Issue& issue : load({{"p.yaml", "p.yaml", text}}, {}, today).issues) {
    result.push_back(std::to_string(issue.at.line) + ":" + std::to_string(issue.at.column) + ": " +
                     issue.message);
  }
  return result;
}

TEST(ExceptionNotes, FourteenDaysAhead) {
  EXPECT_EQ(notes(sys_days(2027y / 1 / 16)), std::vector<std::string>{});
  EXPECT_EQ(notes(sys_days(2027y / 1 / 17)),
            std::vector<std::string>{"7:74: this exception ends in 14 days, on 2027-01-31"});
  EXPECT_EQ(notes(sys_days(2027y / 1 / 30)),
            std::vector<std::string>{"7:74: this exception ends in 1 day, on 2027-01-31"});
  EXPECT_EQ(
      notes(sys_days(2027y / 2 / 1)),
      std::vector<std::string>{"7:74: this exception ended on 2027-01-31 and counts no more"});
}

}  // namespace
}  // namespace sparkgate::policyfile
