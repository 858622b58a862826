#include <gtest/gtest.h>

#include "support/world.h"

// What the readers of rules find beyond what the shapes say.

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;

/// The mistakes of one rule with this body, without their places.
Lines about(const std::string& body) {
  Lines result;
  for (const std::string& mistake : mistakes_in_spec("{rules: [{name: r, " + body + "}]}")) {
    result.push_back(mistake.substr(mistake.find(' ') + 1));
  }
  return result;
}

TEST(ReadRules, WhatSaysNothingIsAMistake) {
  for (const char* key : {"volumes", "env", "nodeSelection"}) {
    EXPECT_EQ(about(std::string(key) + ": {}"),
              Lines{"spec.rules[0]." + std::string(key) + " is empty and would allow everything"});
  }
  EXPECT_EQ(about("env: {secrets: {}}"),
            Lines{"spec.rules[0].env.secrets is empty and would allow everything"});
  EXPECT_EQ(about("nodeSelection: {allowNodeName: true}"),
            Lines{"allowNodeName is true and nothing else is said: all is allowed"});
  EXPECT_EQ(about("nodeSelection: {allowNodeName: false}"), Lines{});
  EXPECT_EQ(about("nodeSelection: {tolerations: {}}"),
            Lines{"'allow' is missing in spec.rules[0].nodeSelection.tolerations"});
}

TEST(ReadRules, Names) {
  const std::string at = "spec.rules[0].volumes.secrets.allow[0]: ";
  EXPECT_EQ(about("volumes: {secrets: {allow: [Spark]}}"),
            Lines{at + "names have at most 253 lower-case letters, digits, '-' and '.'"});
  EXPECT_EQ(about("volumes: {secrets: {allow: ['!a']}}"),
            Lines{at + "'!' does not negate a pattern; list what to leave out instead"});
  EXPECT_EQ(about("env: {denyNames: [A=b]}"),
            Lines{"spec.rules[0].env.denyNames[0]: the name of a variable has no '='"});
}

TEST(ReadRules, HostPaths) {
  const std::string at = "spec.rules[0].volumes.hostPaths[0]";
  const auto with = [](const std::string& prefix) {
    return about("volumes: {hostPaths: [{prefix: '" + prefix + "'}]}");
  };
  for (const char* good : {"/", "/a", "/a/b/", "/a/..b/.c"}) EXPECT_EQ(with(good), Lines{}) << good;
  EXPECT_EQ(with("var/log"), Lines{at + ".prefix: a folder of the node begins with '/'"});
  for (const char* odd : {"/a/../b", "/a//b", "//a", "/a/.", "/.."}) {
    EXPECT_EQ(with(odd), Lines{at + ".prefix: a folder is written without '//', '.' and '..'"})
        << odd;
  }
  EXPECT_EQ(with("/a/*"),
            Lines{at + ".prefix: a folder with all below it; '*' and '?' are not special"});
  EXPECT_EQ(about("volumes: {hostPaths: [{readOnly: true}]}"),
            Lines{"'prefix' is missing in " + at});
  EXPECT_EQ(about("volumes: {types: [emptyDir], hostPaths: [{prefix: /a}]}"),
            Lines{"'types' does not have hostPath, so that no host path is ever allowed"});
  EXPECT_EQ(about("volumes: {types: [hostPath], hostPaths: [{prefix: /a}]}"), Lines{});
}

TEST(ReadRules, NodeSelection) {
  EXPECT_EQ(about("nodeSelection: {requireLabels: {pool: [spark]}, forbidLabels: ['po*']}"),
            Lines{"'pool' is required here and forbidden by 'po*'"});
  EXPECT_EQ(about("nodeSelection: {requireLabels: {pool: ['']}}"),
            Lines{"spec.rules[0].nodeSelection.requireLabels.pool[0]: an empty value selects no "
                  "node"});
  EXPECT_EQ(about("nodeSelection: {requireLabels: {pool: spark}}"),
            Lines{"spec.rules[0].nodeSelection.requireLabels.pool must be a list, not the string "
                  "'spark'"});
}

TEST(ReadRules, Tolerations) {
  const auto with = [](const std::string& toleration) {
    return about("nodeSelection: {tolerations: {allow: [" + toleration + "]}}");
  };
  EXPECT_EQ(with("{key: a, operator: Exists}"), Lines{});
  EXPECT_EQ(with("{key: a, operator: Equal, value: b}"), Lines{});
  EXPECT_EQ(with("{operator: Exists, effect: NoSchedule}"), Lines{});
  EXPECT_EQ(with("{operator: Exists}"),
            Lines{"this toleration allows every toleration; leave 'tolerations' out"});
  EXPECT_EQ(with("{key: a}"),
            Lines{"this toleration needs a value, or operator: Exists for any value"});
  EXPECT_EQ(with("{value: a}"),
            Lines{"this toleration needs a key, or operator: Exists for any key"});
  EXPECT_EQ(with("{key: a, operator: Exists, value: b}"),
            Lines{"this toleration has a value, which Exists does not look at"});
  EXPECT_EQ(with("{key: a, operator: Gt, value: b}"),
            Lines{"this toleration needs a whole number as value for Lt and Gt"});
}

}  // namespace
}  // namespace sparkgate
