#include "policytest/judge.h"

#include <gtest/gtest.h>

#include "unit/policytest/written.h"

namespace sparkgate {
namespace {

using nlohmann::json;
using policytest::Answer;
using Lines = std::vector<std::string>;

/// A driver that was refused, warned and changed.
Answer refused() {
  Answer answer;
  answer.pod = {{"spec", {{"priority", 1}}}};
  answer.patch = {{{"op", "remove"}, {"path", "/spec/x"}}};
  answer.policies = {"a", "b"};
  answer.violations = {{"a", "r1", "deny", "spec.x", "f1", "w1", "spec.x f1 is not w1", false},
                       {"b", "r2", "audit", "spec.y", "f2", "w2", "spec.y f2 is not w2", true}};
  answer.warnings = {"mind the gap"};
  return answer;
}

/// One that nothing was said about.
Answer passed() {
  Answer answer;
  answer.allowed = true;
  answer.patch = json::array();
  return answer;
}

/// Mismatches as "what|wanted|got".
Lines judged(const std::string& expect, const Answer& answer) {
  const Written read = written("[{name: t, pod: {inline: {}}, expect: " + expect + "}]");
  EXPECT_EQ(read.mistakes, Lines{}) << expect;
  Lines lines;
  for (const auto& one : policytest::judge(read.document.tests.at(0).expect, answer)) {
    lines.push_back(one.what + "|" + one.wanted.dump() + "|" + (one.got ? one.got->dump() : "-"));
  }
  return lines;
}

TEST(Judge, Allowed) {
  EXPECT_EQ(judged("{allowed: false}", refused()), Lines{});
  EXPECT_EQ(judged("{allowed: true}", refused()), Lines{"allowed|true|false"});
  EXPECT_EQ(judged("{allowed: false}", passed()), Lines{"allowed|false|true"});
}

TEST(Judge, ThePodAsStored) {
  EXPECT_EQ(judged("{pod: {spec: {priority: 1}}}", refused()), Lines{});
  EXPECT_EQ(judged("{pod: {spec: {priority: 2}}}", refused()), Lines{"spec.priority|2|1"});
}

TEST(Judge, EachViolationIsThereInWhatIsSaidOfIt) {
  EXPECT_EQ(judged("{violations: [{rule: r2}, {policy: a, action: deny, path: spec.x, found: f1, "
                   "allowed: w1, message: is not, excepted: false}]}",
                   refused()),
            Lines{});
  for (const char* other :
       {"policy: b, rule: r1", "policy: a, rule: r2", "rule: r1, action: warn",
        "rule: r1, path: spec.y", "rule: r1, found: f2", "rule: r1, allowed: w2",
        "rule: r1, message: F1", "rule: r1, excepted: true", "rule: r2, excepted: false"}) {
    const Lines lines = judged("{violations: [{" + std::string(other) + "}]}", refused());
    EXPECT_EQ(lines.size(), 1U) << other;
  }
}

TEST(Judge, WhatCameIsToldInTheTestsWords) {
  EXPECT_EQ(judged("{violations: [{rule: r1, found: x}]}", refused()),
            Lines{R"(violations[0]|{"found":"x","rule":"r1"}|)"
                  R"([{"found":"f1","path":"spec.x","policy":"a","rule":"r1"},)"
                  R"({"found":"f2","path":"spec.y","policy":"b","rule":"r2"}])"});
}

TEST(Judge, AnEmptyListIsNone) {
  const std::string none = "{violations: [], warnings: [], policies: [], patch: []}";
  EXPECT_EQ(judged(none, passed()), Lines{});
  EXPECT_EQ(judged(none, refused()),
            (Lines{R"(violations|[]|[{"path":"spec.x","policy":"a","rule":"r1"},)"
                   R"({"path":"spec.y","policy":"b","rule":"r2"}])",
                   R"(warnings|[]|["mind the gap"])",
                   R"(patch|[]|[{"op":"remove","path":"/spec/x"}])", R"(policies|[]|["a","b"])"}));
}

TEST(Judge, WarningsByAPartAndPoliciesByName) {
  EXPECT_EQ(judged("{warnings: [the, gap], policies: [b]}", refused()), Lines{});
  EXPECT_EQ(judged("{warnings: [gap, train], policies: [a, bb]}", refused()),
            (Lines{R"(warnings[1]|"train"|["mind the gap"])", R"(policies[1]|"bb"|["a","b"])"}));
}

}  // namespace
}  // namespace sparkgate
