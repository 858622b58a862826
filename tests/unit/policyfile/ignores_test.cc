#include "policyfile/ignores.h"

#include <gtest/gtest.h>

// What comments silence.

namespace sparkgate::policyfile {
namespace {

using Lines = std::vector<std::string>;

/// What remains of an issue of `code` in line 3 of a file, and what is said of its comments.
Lines left(const std::string& text, Code code = Code::does_nothing) {
  std::vector<Issue> issues;
  Source("p.yaml", text, issues).tell(code, {3, 1}, "it");
  apply_ignores({{"p.yaml", "p.yaml", text}}, issues);
  Lines lines;
  for (const Issue& issue : issues) {
    lines.push_back(std::to_string(issue.at.line) + ":" + std::to_string(issue.at.column) + ": " +
                    sentence_of(issue));
  }
  return lines;
}

TEST(Ignores, OnTheLineAndAboveIt) {
  EXPECT_EQ(left("a: 1\nb: 2\nc: 3  # sparkgate: ignore does-nothing not yet\n"), Lines{});
  EXPECT_EQ(left("a: 1\n  # sparkgate: ignore does-nothing not yet\nc: 3\n"), Lines{});
  EXPECT_EQ(left("# sparkgate: ignore does-nothing not yet\n# and more\nc: 3\n"), Lines{});
}

TEST(Ignores, NotBelowAndNotFromTheEndOfAnotherLine) {
  const Lines kept = {"3:1: warning: it", "2:6: note: nothing to ignore here: no does-nothing"};
  EXPECT_EQ(left("a: 1\nb: 2 # sparkgate: ignore does-nothing not yet\nc: 3\n"), kept);
  EXPECT_EQ(left("a: 1\nb: 2\nc: 3\n# sparkgate: ignore does-nothing late\n"),
            (Lines{"3:1: warning: it", "4:1: note: nothing to ignore here: no does-nothing"}));
}

TEST(Ignores, AnotherCodeIsNotMeant) {
  EXPECT_EQ(left("a: 1\nb: 2\nc: 3 # sparkgate: ignore pods-all because\n"),
            (Lines{"3:1: warning: it", "3:6: note: nothing to ignore here: no pods-all"}));
}

TEST(Ignores, SaysWhatAndWhy) {
  const auto said = [](const std::string& words) {
    return left("a: 1\nb: 2\nc: 3 # sparkgate: ignore" + words + "\n").back();
  };
  EXPECT_EQ(said(""), "3:6: warning: an ignore says what and why: # sparkgate: ignore CODE reason");
  EXPECT_EQ(said(" does-nothing"), "3:6: warning: an ignore needs a reason behind does-nothing");
  EXPECT_EQ(said(" doesnothing why"),
            "3:6: warning: there is no code 'doesnothing', did you mean 'does-nothing'?");
  EXPECT_EQ(said(" conflict why"), "3:6: warning: conflict is a mistake and cannot be ignored");
}

TEST(Ignores, AMistakeStaysAndMaySpareTheRest) {
  EXPECT_EQ(left("a: 1\nb: 2\nc: 3 # sparkgate: ignore does-nothing why\n", Code::conflict),
            Lines{"3:1: it"});
}

TEST(Ignores, OtherCommentsAndStringsAreNot) {
  EXPECT_EQ(left("a: 1\nb: 2\nc: 'x# sparkgate: ignore'\n# sparkgate: ignored\n"),
            Lines{"3:1: warning: it"});
}

}  // namespace
}  // namespace sparkgate::policyfile
