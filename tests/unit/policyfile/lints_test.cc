#include <gtest/gtest.h>

#include "policyfile/load.h"
#include "policyfile/needs_in_cluster.h"
#include "support/world.h"

// Warnings and notes about policies that load: what never applies, rules that say nothing new, and
// what pods need in the cluster.

namespace sparkgate::policyfile {
namespace {

using Lines = std::vector<std::string>;

std::string policy_called(const std::string& name, const std::string& spec) {
  return "---\napiVersion: sparkgate.dev/v1\nkind: SparkPolicy\nmetadata: {name: " + name +
         "}\nspec: {" + spec + "}\n";
}

/// Sentences about policies `a`, `b`, ..., each with its line in a file of five lines a policy.
Lines said(const std::vector<std::string>& specs) {
  std::string text;
  for (std::size_t i = 0; i < specs.size(); ++i) {
    text += policy_called(std::string(1, static_cast<char>('a' + i)), specs[i]);
  }
  Lines lines;
  for (const Issue& issue : load({{"d/p.yaml", "p.yaml", text}}).issues) {
    lines.push_back(std::to_string(issue.at.line) + ": " + sentence_of(issue));
  }
  return lines;
}

constexpr const char* kRule = "rules: [{name: r, images: {allow: [a/b]}}]";

TEST(NeverApplies, AMatchThatContradictsItself) {
  const std::string rule = std::string(", ") + kRule;
  EXPECT_EQ(said({"match: {namespaces: [a, b-1], excludeNamespaces: [a, \"b-*\"]}" + rule}),
            Lines{"5: warning: no pod meets this: 'excludeNamespaces' leaves out all of "
                  "'namespaces'"});
  EXPECT_EQ(said({"match: {podSelector: {matchLabels: {t: x}, matchExpressions: [{key: t, "
                  "operator: NotIn, values: [x]}]}}" +
                  rule}),
            Lines{"5: warning: no pod meets this: 'podSelector' contradicts itself"});
  EXPECT_EQ(said({"match: {namespaces: [a, b], excludeNamespaces: [a]}" + rule}), Lines{});
}

TEST(NeverApplies, AnExceptionForPodsOfOthers) {
  const auto spec = [](const std::string& match) {
    return "match: {namespaces: [a]}, " + std::string(kRule) +
           ", exceptions: [{rules: [r], match: {" + match +
           "}, reason: r, owner: o, expires: 2999-01-01}]";
  };
  EXPECT_EQ(said({spec("namespaces: [b]")}),
            Lines{"5: warning: no pod meets this and the policy's own 'match'"});
  EXPECT_EQ(said({spec("namespaces: [\"?\"]")}), Lines{});
}

TEST(NeverApplies, PartsForRolesThatAreLeftOut) {
  EXPECT_EQ(said({"match: {roles: [driver]}, rules: [{name: r, roles: [executor], images: {allow: "
                  "[a/b]}}], overrides: {executor: {spec: {hostname: a}}}, secrets: [{name: s, "
                  "mountPath: /a, roles: [executor]}]"}),
            (Lines{"5: warning: this rule is for pods that 'match.roles' leaves out",
                   "5: warning: this template is for pods that 'match.roles' leaves out",
                   "5: warning: this Secret is for pods that 'match.roles' leaves out"}));
  EXPECT_EQ(said({"match: {roles: [driver]}, rules: [{name: r, roles: [driver, executor], images: "
                  "{allow: [a/b]}}], overrides: {driver: {spec: {hostname: a}}}"}),
            Lines{});
}

TEST(ShadowedRules, TheSameWithAWiderMatch) {
  const std::string narrow = "match: {namespaces: [x]}, ";
  const Lines shadowed = {
      "10: warning: rule 'r' of policy 'a' (d/p.yaml:5) says the same about all these pods"};
  EXPECT_EQ(said({kRule, narrow + kRule}), shadowed);
  EXPECT_EQ(said({kRule, std::string("mode: audit, ") + kRule}), shadowed);
  EXPECT_EQ(said({kRule,
                  "rules: [{name: q, action: warn, roles: [driver], images: {allow: "
                  "[a/b]}}]"}),
            shadowed);
}

TEST(ShadowedRules, OfTwoInOnePolicyTheSecond) {
  EXPECT_EQ(said({"rules: [{name: r, images: {allow: [a/b]}}, {name: q, images: {allow: [a/b]}}]"}),
            Lines{"5: warning: rule 'r' (d/p.yaml:5) says the same about all these pods"});
}

TEST(ShadowedRules, NotWhereSomethingDiffers) {
  const std::string wide = kRule;
  const auto rule = [](const std::string& more) {
    return "match: {namespaces: [x]}, rules: [{name: r, " + more + "}]";
  };
  EXPECT_EQ(said({wide, rule("images: {allow: [a/c]}")}), Lines{});
  EXPECT_EQ(said({wide, rule("images: {allow: [a/b]}, message: else")}), Lines{});
  EXPECT_EQ(said({"mode: audit, " + wide, rule("images: {allow: [a/b]}")}), Lines{});
  EXPECT_EQ(said({"match: {groups: [g]}, " + wide, rule("images: {allow: [a/b]}")}), Lines{});
  EXPECT_EQ(said({"match: {excludeNamespaces: [\"x*\"]}, " + wide, rule("images: {allow: [a/b]}")}),
            Lines{});
  EXPECT_EQ(said({"rules: [{name: r, roles: [driver], images: {allow: [a/b]}}]",
                  rule("images: {allow: [a/b]}")}),
            Lines{});
  EXPECT_EQ(said({wide + ", exceptions: [{rules: [r], match: {users: [u]}, reason: r, owner: o, "
                         "expires: 2999-01-01}]",
                  rule("images: {allow: [a/b]}")}),
            Lines{});
}

Lines needs(const std::string& spec) {
  const std::string text = policy_called("a", spec);
  const std::vector<PolicyFile> files = {{"d/p.yaml", "p.yaml", text}};
  const Loaded loaded = load(files);
  std::vector<Issue> issues;
  note_needs_in_cluster(files, loaded.policies->policies(), issues);
  Lines lines;
  for (const Issue& issue : issues) {
    lines.push_back(std::to_string(issue.at.line) + ":" + std::to_string(issue.at.column) + ": " +
                    issue.message);
  }
  return lines;
}

TEST(NeedsInCluster, EachNameOnceByKind) {
  EXPECT_EQ(needs("defaults: {driver: {spec: {priorityClassName: p, schedulerName: volcano, "
                  "volumes: [{name: v, configMap: {name: c}}]}}, executor: {spec: "
                  "{priorityClassName: p, runtimeClassName: kata}}}, secrets: [{name: aws, "
                  "mountPath: /a}]"),
            (Lines{"5:35: PriorityClass p has to be in the cluster",
                   "5:57: scheduler volcano has to be in the cluster",
                   "5:167: RuntimeClass kata has to be in the cluster",
                   "5:216: Secret aws has to be in the cluster",
                   "5:113: ConfigMap c has to be in the cluster"}));
}

TEST(NeedsInCluster, NothingThatIsEverywhereOrOptional) {
  EXPECT_EQ(needs("overrides: {both: {spec: {priorityClassName: system-node-critical, "
                  "schedulerName: default-scheduler, volumes: [{name: v, secret: {secretName: s, "
                  "optional: true}}]}}}, secrets: [{name: aws, mountPath: /a, optional: true}]"),
            Lines{});
}

}  // namespace
}  // namespace sparkgate::policyfile
