#include "decision/glob.h"

#include <gtest/gtest.h>

#include <string>

namespace sparkgate::decision {
namespace {

TEST(Glob, MatchesTheWholeName) {
  EXPECT_TRUE(Glob("analytics").matches("analytics"));
  EXPECT_FALSE(Glob("analytics").matches("analytics-2"));
  EXPECT_TRUE(Glob("analytics-*").matches("analytics-"));
  EXPECT_TRUE(Glob("analytics-*").matches("analytics-a/b:c"));
  EXPECT_FALSE(Glob("analytics-*").matches("my-analytics-1"));
  EXPECT_TRUE(Glob("*").matches(""));
  EXPECT_TRUE(Glob("*-prod").matches("a-prod"));
  EXPECT_FALSE(Glob("*-prod").matches("a-prod2"));
  EXPECT_TRUE(Glob("a?c*e").matches("abcde"));
  EXPECT_FALSE(Glob("a?c").matches("ac"));
}

TEST(Glob, OnlyStarAndQuestionMarkAreSpecial) {
  EXPECT_FALSE(Glob("a.c*").matches("abc"));
  EXPECT_TRUE(Glob("a+b?").matches("a+bc"));
  EXPECT_TRUE(Glob("*.svc").matches("a\nb.svc"));
}

TEST(Glob, SaysWhatIsNoPattern) {
  EXPECT_EQ(Glob::mistake(""), "an empty pattern matches nothing");
  EXPECT_EQ(Glob::mistake("[ab]*"), "'[' is not part of a pattern; only * and ? are special");
  EXPECT_EQ(Glob::mistake("a\tb"), "a pattern has no control characters");
  EXPECT_EQ(Glob::mistake("registrу.corp/*"),  // a Cyrillic у
            "a pattern is plain ASCII, as names of Kubernetes objects are");
  EXPECT_EQ(Glob::mistake("!kube-*"),
            "'!' does not negate a pattern; list what to leave out instead");
  EXPECT_EQ(Glob::mistake("system:serviceaccount:airflow:*"), "");
  EXPECT_EQ(Glob::mistake("Domain Users"), "");
}

TEST(Glob, KnowsWhichPatternsOverlap) {
  struct Row {
    const char* a;
    const char* b;
    bool overlap;
  };
  for (const Row& row :
       {Row{"a", "a", true}, Row{"a", "b", false}, Row{"a*", "*b", true}, Row{"a*", "b*", false},
        Row{"*a*", "b*", true}, Row{"a?c", "abc", true}, Row{"a?c", "ac", false},
        Row{"*", "x", true}, Row{"a*b*c", "a?", false}, Row{"team-?", "team-10", false},
        Row{"*x", "*y", false}, Row{"ab*", "a*b", true}}) {
    EXPECT_EQ(Glob::overlap(Glob(row.a), Glob(row.b)), row.overlap) << row.a << " " << row.b;
    EXPECT_EQ(Glob::overlap(Glob(row.b), Glob(row.a)), row.overlap) << row.b << " " << row.a;
  }
}

TEST(Glob, TakesLinearTimeOnHostileNames) {
  const std::string name(100000, 'a');
  EXPECT_FALSE(Glob("*a*a*a*a*a*a*a*a*b").matches(name));
}

TEST(Globs, AreListedForMessages) {
  EXPECT_EQ(Globs({"a/*", "b/*"}).text(), "a/*, b/*");
  EXPECT_EQ(Globs({"a", "b", "c"}).text(2), "a, b and 1 more");
}

}  // namespace
}  // namespace sparkgate::decision
