#include "policytest/read_tests.h"

#include <gtest/gtest.h>

#include "unit/policytest/written.h"

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;

/// The mistakes of one test, of which only this is given.
Lines mistakes_in_test(const std::string& test) {
  return written("[{" + test + "}]").mistakes;
}

/// The same of a part of a good test.
Lines in_pod(const std::string& pod) {
  return mistakes_in_test("name: t, expect: {allowed: true}, pod: " + pod);
}
Lines in_request(const std::string& request) {
  return mistakes_in_test("name: t, pod: {file: f}, expect: {allowed: true}, request: " + request);
}
Lines in_expect(const std::string& expect) {
  return mistakes_in_test("name: t, pod: {file: f}, expect: " + expect);
}

TEST(ReadTests, AWholeTest) {
  const auto read = written(
      "[{name: t, pod: {file: f.yaml, document: 2, set: {spec.priority: 1, spec.x: null}}, "
      "request: {namespace: ns, user: u, groups: [g, \"\"], operation: DELETE}, "
      "expect: {allowed: false, pod: {a: null}, patch: []}}]");
  ASSERT_EQ(read.mistakes, Lines{});
  const policytest::TestCase& test = read.document.tests.at(0);
  EXPECT_EQ(read.document.name, "t");
  EXPECT_EQ(read.document.policies, ".");
  EXPECT_EQ(test.pod.file, "f.yaml");
  EXPECT_EQ(test.pod.document, 2);
  ASSERT_EQ(test.pod.changes.size(), 2U);
  EXPECT_EQ(test.pod.changes[0].path, "spec.priority");
  EXPECT_EQ(test.pod.changes[0].value, 1);
  EXPECT_TRUE(test.pod.changes[1].value.is_null());
  EXPECT_EQ(test.asked.namespace_name, "ns");
  EXPECT_EQ(test.asked.user, "u");
  EXPECT_EQ(test.asked.groups, (Lines{"g", ""}));
  EXPECT_EQ(test.asked.operation, "DELETE");
  EXPECT_EQ(test.expect.allowed, false);
  EXPECT_EQ(test.expect.pod.dump(), R"({"a":null})");
  EXPECT_TRUE(test.expect.no_patch);
  EXPECT_FALSE(test.expect.violations || test.expect.warnings || test.expect.policies);
}

TEST(ReadTests, WhatATestNeeds) {
  EXPECT_EQ(mistakes_in_test("nam: t"),
            (Lines{"1:2: 'name' is missing", "1:2: 'pod' is missing", "1:2: 'expect' is missing",
                   "1:3: unknown key 'nam', did you mean 'name'?"}));
  EXPECT_EQ(mistakes_in_test("name: '', pod: {file: f}, expect: {allowed: true}"),
            Lines{"1:9: name: a test without a name cannot be told from others"});
  EXPECT_EQ(mistakes_in_test("name: \"a\\e\", pod: {file: f}, expect: {allowed: true}"),
            Lines{"1:9: name: a name is one line, without control characters"});
}

TEST(ReadTests, Pod) {
  EXPECT_EQ(in_pod("{}"), Lines{"1:42: pod says nothing: one of file or inline is missing"});
  EXPECT_EQ(in_pod("{file: f, inline: {}}"),
            Lines{"1:52: pod has 'file' already; write one pod for each"});
  EXPECT_EQ(in_pod("{file: ''}"), Lines{"1:49: pod.file names no file"});
  EXPECT_EQ(in_pod("{file: f, document: 0}"), Lines{"1:62: pod.document counts from 1"});
  EXPECT_EQ(in_pod("{inline: {}, document: 1}"),
            Lines{"1:65: pod.document is for files; there is one pod here"});
  EXPECT_EQ(in_pod("{inline: {}, set: {}}"),
            Lines{"1:60: pod.set is empty; leave it out or list something"});
}

TEST(ReadTests, Request) {
  EXPECT_EQ(in_request("{serviceAccount: a, operation: create}"),
            (Lines{"1:79: request.serviceAccount: must be NAMESPACE:NAME",
                   "1:93: request.operation must be CREATE, UPDATE or DELETE, not the string "
                   "'create', did you mean 'CREATE'?"}));
  EXPECT_EQ(in_request("{serviceAccount: 'a:b', user: u, groups: []}"),
            (Lines{"1:92: request.user and request.serviceAccount say the same; write one of them",
                   "1:103: request.groups and request.serviceAccount say the same; write one of "
                   "them"}));
}

TEST(ReadTests, AnExpectationSaysSomething) {
  for (const char* nothing : {"{}", "{pod: {}}"}) {
    EXPECT_EQ(in_expect(nothing), Lines{"1:36: expect says nothing: any answer would do"});
  }
  EXPECT_EQ(in_expect("{violations: [{}]}"),
            Lines{"1:50: this violation says nothing, and any would do"});
  EXPECT_EQ(in_expect("{patch: [{op: add}]}"),
            Lines{"1:44: only [] may stand here; say what the pod becomes in expect.pod"});
  EXPECT_EQ(in_expect("{warnings: ['']}"),
            Lines{"1:48: expect.warnings[0]: every sentence has the empty part"});
  EXPECT_EQ(in_expect("{violations: [{rul: x}]}"),
            Lines{"1:51: unknown key 'rul' in expect.violations[0], did you mean 'rule'?"});
}

TEST(ReadTests, ASlipInAFieldOfTheExpectedPod) {
  EXPECT_EQ(
      in_expect("{pod: {spec: {containers: [{imag: null}], nodeSelector: {zon: a}, brandNew: 1}}}"),
      Lines{"1:64: unknown field 'imag' in a Container, did you mean 'image'?"});
}

TEST(ReadTests, NamesDiffer) {
  const std::string test = "{name: a, pod: {file: f}, expect: {allowed: true}}";
  const auto read = written("[" + test + ", " + test + "]");
  EXPECT_EQ(read.mistakes, Lines{"1:54: a second test called 'a'"});
  EXPECT_EQ(names(read), (Lines{"a", "(a)"}));
}

TEST(ReadTests, OthersAreReadBesideABrokenOne) {
  const auto read = written(
      "[{name: a, pod: {file: f}, expect: {allowed: 1}}, 7, "
      "{name: b, pod: {file: f}, expect: {allowed: true}}]");
  EXPECT_EQ(read.mistakes, (Lines{"1:46: expect.allowed must be true or false, not the number 1",
                                  "1:51: tests[1] must be a map, not the number 7"}));
  EXPECT_EQ(names(read), (Lines{"(a)", "b"}));
}

}  // namespace
}  // namespace sparkgate
