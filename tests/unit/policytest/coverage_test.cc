#include "policytest/coverage.h"

#include <gtest/gtest.h>

#include "support/world.h"

namespace sparkgate {
namespace {

using policytest::Coverage;
using policytest::Reached;
using Lines = std::vector<std::string>;

constexpr char kSpec[] =
    "recognise: {clientMode: true}\n"
    "defaults: {both: {spec: {hostname: a}}, driver: {spec: {priorityClassName: d}}}\n"
    "overrides: {executor: {spec: {priorityClassName: e}}}\n"
    "secrets: [{name: s, mountPath: /s}]\n"
    "ownerReferences: {executors: adopt}\n"
    "rules: [{name: r, images: {allow: [a/b]}}, {name: q, resources: {max: {cpu: 1}}}]\n"
    "exceptions: [{rules: [q, r], match: {namespaces: [ns]}, reason: r, owner: o, "
    "expires: 2099-01-01}]\n";

/// The parts reached, or not, as "LINE what".
Lines parts(const Coverage& coverage, bool reached) {
  Lines lines;
  for (const policytest::Part& part : coverage.parts()) {
    EXPECT_EQ(part.policy, "p");
    EXPECT_EQ(part.file, "p.yaml");
    if (part.reached == reached) lines.push_back(part.what);
  }
  return lines;
}

/// Adds what an answer of `dry-run` reaches, told by the places of its operations.
void add_places(const cli::Examined& examined, Coverage& coverage) {
  Reached reached;
  for (const cli::Provenance& one : examined.provenance) {
    reached.origins.push_back({one.policy, one.file, one.line, one.column});
  }
  coverage.add(reached);
}

TEST(Coverage, NothingIsReachedAtFirst) {
  const auto set = policy(kSpec);
  const Coverage coverage(*set);
  EXPECT_EQ(parts(coverage, true), Lines{});
  EXPECT_EQ(parts(coverage, false),
            (Lines{"policy", "recognise.clientMode", "defaults.both", "defaults.driver",
                   "overrides.executor", "secret s", "ownerReferences", "rule r", "rule q",
                   "exception to q, r"}));
  EXPECT_EQ(percentage(coverage.parts()), 0);
}

TEST(Coverage, ATemplateBySomethingOfItInAPod) {
  const auto set = policy(kSpec);
  Coverage coverage(*set);
  add_places(ask(set, minimal("driver")), coverage);
  EXPECT_EQ(parts(coverage, true), (Lines{"defaults.both", "defaults.driver", "secret s"}));
  add_places(ask(set, minimal("executor")), coverage);
  EXPECT_EQ(parts(coverage, true),
            (Lines{"defaults.both", "defaults.driver", "overrides.executor", "secret s"}));
}

TEST(Coverage, AnExecutorThatIsAdopted) {
  const auto set = policy("ownerReferences: {executors: adopt}\n");
  Coverage coverage(*set);
  add_places(ask(set, Review("client-mode-4.1.4-executor-ownerless")), coverage);
  EXPECT_EQ(parts(coverage, true), Lines{"ownerReferences"});
}

TEST(Coverage, PoliciesRulesAndExceptions) {
  const auto set = policy(kSpec);
  const decision::Policy& one = *set->policies().front();
  Coverage coverage(*set);
  coverage.add({{"p"}, {}, {&one.rules[1]}, {}, false});
  EXPECT_EQ(parts(coverage, true), (Lines{"policy", "rule q"}));
  coverage.add({{"p"}, {}, {}, {&one.exceptions[0]}, true});
  EXPECT_EQ(parts(coverage, true),
            (Lines{"policy", "recognise.clientMode", "rule q", "exception to q, r"}));
  EXPECT_EQ(percentage(coverage.parts()), 40);
}

}  // namespace
}  // namespace sparkgate
