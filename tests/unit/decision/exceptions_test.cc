#include <gtest/gtest.h>

#include "decision/excuse.h"
#include "support/world.h"

// Who may break which rules, until when: never more than one exception grants.

namespace sparkgate {
namespace {

/// A policy with the rules `tags` and `size`, which a minimal driver breaks both, and exceptions.
PolicySetPointer with(const std::string& exceptions) {
  return policy(
      "rules: [{name: tags, images: {denyTags: ['*']}}, {name: size, resources: {max: {cpu: "
      "100m}}}]"
      "\nexceptions: [" +
      exceptions + "]");
}

std::string exception(const std::string& rules, const std::string& match = "namespaces: ['*']",
                      const std::string& expires = "9999-12-31") {
  return "{rules: [" + rules + "], match: {" + match + "}, reason: r" + rules.substr(0, 1) +
         ", owner: o, expires: " + expires + "}";
}

/// "tags: r", a rule a line and the reason that excuses it.
std::vector<std::string> verdict(const PolicySetPointer& set) {
  const cli::Examined examined = ask(set, minimal("driver"));
  std::vector<std::string> lines = {examined.allowed ? "allowed" : "denied"};
  for (const cli::Breach& one : examined.violations) {
    lines.push_back(one.rule + (one.excepted ? ": " + one.excepted->reason : ""));
  }
  return lines;
}

using Lines = std::vector<std::string>;

TEST(Exceptions, OneThatNamesAllRulesLetsThePodPass) {
  EXPECT_EQ(verdict(with(exception("tags, size"))), (Lines{"allowed", "tags: rt", "size: rt"}));
  EXPECT_EQ(ask(with(exception("tags, size")), minimal("driver")).denial, "");
}

TEST(Exceptions, TwoNeverAddUp) {
  EXPECT_EQ(verdict(with(exception("tags") + ", " + exception("size"))),
            (Lines{"denied", "tags", "size"}));
  EXPECT_EQ(verdict(with(exception("tags") + ", " + exception("size, tags"))),
            (Lines{"allowed", "tags: rs", "size: rs"}));
}

TEST(Exceptions, TwoDoNotAddUpOverAnUpdateEither) {
  const auto set = with(exception("tags") + ", " + exception("size"));
  Review review = minimal("driver");
  for (const char* kind : {"limits", "requests"}) {
    review.erase(std::string("/spec/containers/0/resources/") + kind);
  }
  review.update();
  review.set("/spec/containers/0/resources/limits", {{"cpu", "1"}});
  EXPECT_FALSE(ask(set, review).allowed);
  EXPECT_TRUE(ask(with(exception("tags, size")), review).allowed);
}

TEST(Exceptions, ItsConditionsHold) {
  EXPECT_EQ(verdict(with(exception("tags, size", "namespaces: [elsewhere]"))),
            (Lines{"denied", "tags", "size"}));
  EXPECT_EQ(verdict(with(exception("tags, size", "roles: [executor]"))),
            (Lines{"denied", "tags", "size"}));
}

TEST(Exceptions, ItEndsWithItsDay) {
  EXPECT_EQ(verdict(with(exception("tags, size", "namespaces: ['*']", "2020-02-29"))),
            (Lines{"denied", "tags", "size"}));
}

TEST(Exceptions, TheLastDayCountsAndAnUnknownDayExcusesNothing) {
  using namespace std::chrono;
  decision::Policy p;
  decision::Rule rule;
  rule.name = "a";
  decision::Exception one;
  one.rules = {"a"};
  one.match.all_pods = true;
  one.expires = sys_days(2027y / 1 / 31);
  p.exceptions.push_back(std::move(one));
  decision::Request request;
  decision::Subject subject;
  subject.request = &request;
  const auto excused = [&](sys_days day) {
    request.today = day;
    std::vector<decision::Violation> violations = {{&p, &rule, decision::Action::deny, {}, ""}};
    const decision::PlannedRule planned{&p, &rule, decision::Action::deny};
    decision::excuse(subject, {&planned}, violations);
    return violations[0].excepted != nullptr;
  };
  EXPECT_TRUE(excused(sys_days(2027y / 1 / 31)));
  EXPECT_FALSE(excused(sys_days(2027y / 2 / 1)));
  EXPECT_FALSE(excused(decision::Request().today));
}

TEST(Exceptions, AWarningIsExcusedToo) {
  const auto set = policy(
      "rules: [{name: tags, action: warn, images: {denyTags: ['*']}}]\n"
      "exceptions: [" +
      exception("tags") + "]");
  EXPECT_EQ(ask(set, minimal("driver")).warnings, Lines{});
}

TEST(Exceptions, AnotherPolicysRulesAreNotExcused) {
  const auto set = policies(R"(
apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: a}
spec:
  rules: [{name: tags, images: {denyTags: ['*']}}]
  exceptions: [{rules: [tags], match: {roles: [driver]}, reason: r, owner: o, expires: 9999-12-31}]
---
apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: b}
spec: {rules: [{name: tags, images: {denyTags: ['*']}}]}
)");
  EXPECT_EQ(verdict(set), (Lines{"denied", "tags: r", "tags"}));
}

TEST(Exceptions, MistakesAndNotes) {
  EXPECT_EQ(mistakes_in_spec("rules: [{name: tags, images: {denyTags: [a]}}]\n"
                             "exceptions: [{rules: [tag], match: {}, reason: r, owner: o, "
                             "expires: 2027-02-29}]"),
            (Lines{"2:36: spec.exceptions[0].match is empty and would allow everything",
                   "2:70: spec.exceptions[0].expires: a day is written as 2027-01-31"}));
  EXPECT_EQ(mistakes_in_spec("rules: [{name: tags, images: {denyTags: [a]}}]\n"
                             "exceptions: [{rules: [tag], match: {roles: [driver]}, reason: r, "
                             "owner: o, expires: 2027-02-28}]"),
            Lines{"2:23: this policy has no rule 'tag', did you mean 'tags'?"});
}

}  // namespace
}  // namespace sparkgate
