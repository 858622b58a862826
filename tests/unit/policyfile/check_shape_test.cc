#include <gtest/gtest.h>

#include "policyfile/format.h"
#include "policyfile/suggest.h"
#include "support/world.h"

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;

TEST(Format, UnknownKeysNameTheNearest) {
  EXPECT_EQ(mistakes_in_spec("prioritiy: 7\nmatch: {namespace: [a]}\ndefualts: {}\nzzz: 1\n"),
            (Lines{"1:1: unknown key 'prioritiy' in spec, did you mean 'priority'?",
                   "2:9: unknown key 'namespace' in spec.match, did you mean 'namespaces'?",
                   "3:1: unknown key 'defualts' in spec, did you mean 'defaults'?",
                   "4:1: unknown key 'zzz' in spec"}));
}

TEST(Format, WrongTypes) {
  EXPECT_EQ(
      mistakes_in_spec("priority: high\nmatch: {namespaces: a, roles: [drivers], pods: 1}\n"
                       "mode: on\nrecognise: {clientMode: 1}\nrules: {}\n"),
      (Lines{"1:11: spec.priority must be a whole number, not the string 'high'",
             "2:21: spec.match.namespaces must be a list, not the string 'a'",
             "2:32: spec.match.roles[0] must be driver or executor, not the string 'drivers', "
             "did you mean 'driver'?",
             "2:48: spec.match.pods must be spark or all, not the number 1",
             "3:7: spec.mode must be enforce or audit, not the boolean true",
             "4:25: spec.recognise.clientMode must be true or false, not the number 1",
             "5:8: spec.rules must be a list, not a map"}));
}

TEST(Format, OwnerReferences) {
  EXPECT_EQ(mistakes_in_spec("ownerReferences: {executors: adopt}\n"), Lines{});
  EXPECT_EQ(mistakes_in_spec("ownerReferences: {executors: adapt, drivers: adopt}\n"),
            (Lines{"1:30: spec.ownerReferences.executors must be adopt, not the string 'adapt'",
                   "1:37: unknown key 'drivers' in spec.ownerReferences"}));
  EXPECT_EQ(mistakes_in_spec("ownerReferences: {}\n").size(), 1U);
  EXPECT_EQ(mistakes_in_spec("match: {pods: all}\nownerReferences: {executors: adopt}\n"),
            Lines{"2:18: 'match.pods: all' is for rules; only Spark's executors are adopted"});
  EXPECT_EQ(mistakes_in_spec("match: {roles: [driver]}\nownerReferences: {executors: adopt}\n"),
            Lines{"2:18: warning: only executors are adopted, and 'match.roles' leaves them out"});
}

TEST(Format, WordsThatCannotBe) {
  EXPECT_EQ(
      mistakes_in_spec(R"(
match:
  namespaces: [Analytics, ""]
  serviceAccounts: ["spark[0-9]"]
  podSelector: {matchLabels: {a b: c, t: "x y"}}
rules:
- {name: r, images: {allow: ["registry.corp*/*", registry.corp, "*"]}}
- {name: "a b", message: "{nmespace} of {", images: {deny: [x]}}
- {name: s, resources: {max: {memory: lots, cpu: 8}}}
)"),
      (Lines{
          "2:16: spec.match.namespaces[0]: namespaces have at most 63 lower-case letters, digits "
          "and "
          "'-'",
          "2:27: spec.match.namespaces[1]: an empty pattern matches nothing",
          "3:21: spec.match.serviceAccounts[0]: '[' is not part of a pattern; only * and ? are "
          "special",
          "4:31: 'a b' in spec.match.podSelector.matchLabels: a key has at most 63 letters, "
          "digits, "
          "'-', '_' or '.', and begins and ends with a letter or digit",
          "4:42: spec.match.podSelector.matchLabels.t: a label value has at most 63 letters, "
          "digits, "
          "'-', '_' or '.', and begins and ends with a letter or digit",
          "6:30: spec.rules[0].images.allow[0]: 'registry.corp*' also matches "
          "registry.corp.evil.example; end the registry's name before '/'",
          "6:50: spec.rules[0].images.allow[1]: without '/' this is an image of Docker Hub; for a "
          "registry write 'registry.corp/*'",
          "7:10: spec.rules[1].name: a rule's name has at most 63 letters, digits, '-', '_' or '.'",
          "7:26: spec.rules[1].message: unknown placeholder {nmespace}, did you mean 'namespace'?",
          "8:39: spec.rules[2].resources.max.memory must be a quantity such as 500m, 2 or 16Gi, "
          "not "
          "the string 'lots'",
      }));
}

TEST(Format, SelectorsAreThoseOfKubernetes) {
  EXPECT_EQ(mistakes_in_spec(R"(
match:
  podSelector:
    matchExpressions:
    - {key: team, operator: In, values: ["", a]}
    - {key: team, operator: NotIn, values: ["a b"]}
)"),
            Lines{"5:45: spec.match.podSelector.matchExpressions[1].values[0]: a label value has "
                  "at most 63 letters, digits, '-', '_' or '.', and begins and ends with a letter "
                  "or digit"});
}

TEST(Format, RulesThatWouldNeverRefuse) {
  EXPECT_EQ(mistakes_in_spec("rules:\n"
                             "- {name: a, images: {requireDigest: false}}\n"
                             "- {name: b, images: {denyTags: [':latest']}}\n"
                             "- {name: c, images: {deny: ['https://a.b/*']}}\n"
                             "- {name: d, images: {allow: ['*registry.corp/*']}}\n"
                             "- {name: e, resources: {max: {}, maxLimitToRequest: {}}}\n"),
            (Lines{"2:21: requireDigest is false and nothing else is said: all is allowed",
                   "3:33: spec.rules[1].images.denyTags[0]: a tag has at most 128 letters, digits, "
                   "'_', '.' or '-'; no ':' in front",
                   "4:29: spec.rules[2].images.deny[0]: an image's name has no scheme (https://)",
                   "5:30: spec.rules[3].images.allow[0]: '*registry.corp' also matches "
                   "evilregistry.corp; write 'registry.corp/*', or '*.registry.corp/*'",
                   "6:30: spec.rules[4].resources.max is empty; leave it out or list something",
                   "6:53: spec.rules[4].resources.maxLimitToRequest is empty; leave it out or list "
                   "something"}));
}

TEST(Format, ExactlyOneRuleKey) {
  std::vector<std::string_view> kinds;
  for (const policyfile::Field& kind : policyfile::kRule.one_of) kinds.push_back(kind.name);
  const std::string one_of = " says nothing: one of " + policyfile::either(kinds) + " is missing";
  EXPECT_EQ(
      mistakes_in_spec(
          "rules:\n- {name: a}\n- {name: b, images: {}, resources: {}}\n- {name: b, imagse: {}}\n"),
      (Lines{"2:3: spec.rules[0]" + one_of,
             "3:21: spec.rules[1].images is empty and would allow everything",
             "3:25: spec.rules[1] has 'images' already; write one rule for each",
             "3:36: spec.rules[1].resources is empty and would allow everything",
             "4:3: spec.rules[2]" + one_of, "4:10: a second rule called 'b' in this policy",
             "4:13: unknown key 'imagse' in spec.rules[2], did you mean 'images'?"}));
}

TEST(Format, MissingKeys) {
  EXPECT_EQ(mistakes("kind: SparkPolicy\nmetadata: {}\n"),
            (Lines{"1:1: 'apiVersion' is missing", "1:1: 'spec' is missing",
                   "2:11: 'name' is missing in metadata"}));
}

TEST(Format, EmptyListsWouldMeanEverything) {
  EXPECT_EQ(mistakes_in_spec("match: {namespaces: []}\nrecognise: {clientMode: true}\n"),
            Lines{"1:21: spec.match.namespaces is empty; leave it out or list something"});
}

TEST(Format, SelectorsNeedTheRightValues) {
  EXPECT_EQ(mistakes_in_spec("recognise: {clientMode: true}\nmatch:\n  podSelector:\n"
                             "    matchExpressions:\n    - {key: a, operator: In}\n"
                             "    - {key: b, operator: Exists, values: [x]}\n"
                             "    - {key: c, operator: in, values: [x]}\n"),
            (Lines{"5:7: spec.match.podSelector.matchExpressions[0]: In and NotIn need 'values'",
                   "6:7: spec.match.podSelector.matchExpressions[1]: Exists and DoesNotExist have "
                   "no 'values'",
                   "7:26: spec.match.podSelector.matchExpressions[2].operator must be In, NotIn, "
                   "Exists or DoesNotExist, not the string 'in', did you mean 'In'?"}));
}

}  // namespace
}  // namespace sparkgate
