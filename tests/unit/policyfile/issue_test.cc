#include "policyfile/issue.h"

#include <gtest/gtest.h>

namespace sparkgate::policyfile {
namespace {

TEST(Issue, ShowsItsLineAndACaret) {
  std::vector<Issue> issues;
  Source source("policies/a.yaml", "kind: SparkPolicy\nspec:\n  prio: 7\n", issues);
  source.tell(Code::unknown_key, {3, 3}, "unknown key 'prio'");
  EXPECT_EQ(text_of(issues.at(0)),
            "policies/a.yaml:3:3: unknown key 'prio' [unknown-key]\n"
            "    prio: 7\n"
            "    ^\n");
  source.tell(Code::unknown_version, {1, 1}, "just so");
  EXPECT_EQ(text_of(issues.at(1)),
            "policies/a.yaml:1:1: note: just so [unknown-version]\n"
            "  kind: SparkPolicy\n"
            "  ^\n");
}

TEST(Issue, ShowsAWindowOfALongLine) {
  std::vector<Issue> issues;
  Source source("a", std::string(500, 'x') + "!" + std::string(500, 'y'), issues);
  source.tell(Code::unknown_key, {1, 501}, "here");
  EXPECT_EQ(text_of(issues.at(0)), "a:1:501: here [unknown-key]\n  " + std::string(80, 'x') + "!" +
                                       std::string(79, 'y') + "\n  " + std::string(80, ' ') +
                                       "^\n");
}

TEST(Issue, KeepsATerminalSafe) {
  std::vector<Issue> issues;
  Source source("a", "k: \x1b[31m\r\n", issues);
  source.tell(Code::unknown_key, {1, 4}, "odd '\x1b[2J'");
  EXPECT_EQ(text_of(issues.at(0)), "a:1:4: odd ' [2J' [unknown-key]\n  k:  [31m\n     ^\n");
}

TEST(Issue, BeyondTheTextHasNoLine) {
  std::vector<Issue> issues;
  Source source("a", "", issues);
  source.tell(Code::unknown_key, {}, "empty");
  EXPECT_EQ(text_of(issues.at(0)), "a:1:1: empty [unknown-key]\n");
}

TEST(Issue, AreSortedByPlace) {
  std::vector<Issue> issues;
  Source b("b", "1\n2\n", issues), a("a", "1\n2\n", issues);
  b.tell(Code::unknown_key, {1, 1}, "x");
  a.tell(Code::unknown_key, {2, 1}, "y");
  a.tell(Code::unknown_key, {1, 9}, "z");
  sort_issues(issues);
  EXPECT_EQ(issues[0].message + issues[1].message + issues[2].message, "zyx");
}

}  // namespace
}  // namespace sparkgate::policyfile
