#include <gtest/gtest.h>

#include "support/world.h"

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;

/// The mistakes of a policy with one rule: columns count from the rule's key.
Lines in_rule(const std::string& rule) {
  Lines found;
  for (const std::string& line : mistakes_in_spec("rules:\n- name: r\n  " + rule + "\n")) {
    const int column = std::stoi(line.substr(2)) - 2;
    found.push_back(std::to_string(column) + line.substr(line.find(": ")));
  }
  return found;
}

const std::string kAt = "spec.rules[0].";

TEST(Rules, NamesOfObjects) {
  EXPECT_EQ(in_rule("serviceAccounts: {allow: [Spark, '']}"),
            (Lines{"27: " + kAt +
                       "serviceAccounts.allow[0]: names have at most 253 lower-case "
                       "letters, digits, '-' and '.'",
                   "34: " + kAt + "serviceAccounts.allow[1]: an empty pattern matches nothing"}));
  EXPECT_EQ(in_rule("serviceAccounts: {}"),
            Lines{"18: " + kAt + "serviceAccounts is empty and would allow everything"});
  EXPECT_EQ(in_rule("schedulers: {allow: [Yunikorn], deny: []}"),
            Lines{"39: " + kAt + "schedulers.deny is empty; leave it out or list something"});
}

TEST(Rules, NoClass) {
  EXPECT_EQ(in_rule("runtimeClasses: {allow: ['', gvisor]}"), Lines{});
  EXPECT_EQ(in_rule("runtimeClasses: {deny: ['']}"),
            Lines{"25: " + kAt + "runtimeClasses.deny[0]: an empty pattern matches nothing"});
  EXPECT_EQ(in_rule("priorityClasses: {allow: ['']}"),
            Lines{"26: to allow no class at all, write deny: [\"*\"]"});
}

TEST(Rules, Containers) {
  EXPECT_EQ(in_rule("containers: {max: 0, ephemeral: allow}"),
            (Lines{"19: a pod has at least one container",
                   "33: " + kAt + "containers.ephemeral must be deny, not the string 'allow'"}));
  EXPECT_EQ(in_rule("containers: {sidecarImages: {}, max: -1}"),
            (Lines{"29: " + kAt + "containers.sidecarImages is empty and would allow everything",
                   "38: a pod has at least one container"}));
  EXPECT_EQ(in_rule("containers: {sidecarImages: {allow: [a.corp*]}, max: many}").size(), 2U);
}

TEST(Rules, Ownership) {
  EXPECT_EQ(in_rule("ownership: {requireOwner: false, keepRole: false}"),
            Lines{"12: nothing here is true: all is allowed"});
  EXPECT_EQ(in_rule("ownership: {requireOwner: false, keepRole: true}"), Lines{});
}

TEST(Rules, Creators) {
  EXPECT_EQ(in_rule("creators: {serviceAccounts: {allow: [spark, 'a-*:*', '*:*']}}"), Lines{});
  EXPECT_EQ(
      in_rule("creators: {serviceAccounts: {allow: ['system:serviceaccount:a:b', 'a:b:c', ':b', "
              "'a:', 'A:b']}}"),
      (Lines{"38: " + kAt +
                 "creators.serviceAccounts.allow[0]: that is a user name; an account is "
                 "NAMESPACE:NAME",
             "67: " + kAt +
                 "creators.serviceAccounts.allow[1]: names have at most 253 lower-case "
                 "letters, digits, '-' and '.'",
             "76: " + kAt + "creators.serviceAccounts.allow[2]: an empty pattern matches nothing",
             "82: " + kAt + "creators.serviceAccounts.allow[3]: an empty pattern matches nothing",
             "88: " + kAt +
                 "creators.serviceAccounts.allow[4]: namespaces have at most 63 "
                 "lower-case letters, digits and '-'"}));
  EXPECT_EQ(in_rule("creators: {serviceAccounts: {deny: ['*']}}"),
            Lines{"37: warning: '*' is all accounts of the pod's own namespace; all there are is "
                  "'*:*'"});
}

TEST(Rules, Metadata) {
  EXPECT_EQ(in_rule("metadata: {requireLabels: {team: 7, b: {pattern: '[a'}, c: {patern: a}}}"),
            (Lines{"34: " + kAt +
                       "metadata.requireLabels.team must be a string, not the number 7; "
                       "put it in quotes",
                   "50: " + kAt +
                       "metadata.requireLabels.b.pattern: no regular expression of RE2: "
                       "missing ]: [a",
                   "60: 'pattern' is missing in " + kAt + "metadata.requireLabels.c",
                   "61: unknown key 'patern' in " + kAt +
                       "metadata.requireLabels.c, did you mean 'pattern'?"}));
  EXPECT_EQ(in_rule("metadata: {requireLabels: {a.corp/b: x}, forbidLabels: ['a.corp/*']}"),
            Lines{"28: 'a.corp/b' is required and forbidden"});
  EXPECT_EQ(in_rule("metadata: {requireLabels: {a/b/c: x}, forbidAnnotations: []}").size(), 2U);
  EXPECT_EQ(in_rule("metadata: {forbidAnnotations: ['sparkgate.dev/w*']}"),
            Lines{"31: warning: sparkgate writes sparkgate.dev/warnings itself: such pods are "
                  "refused"});
}

}  // namespace
}  // namespace sparkgate
