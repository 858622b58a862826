#include "decision/node_affinity.h"

#include <gtest/gtest.h>

#include "support/world.h"

namespace sparkgate {
namespace {

using nlohmann::json;

constexpr char kRequired[] =
    "/spec/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution";

using Terms = std::vector<json>;

/// A term with one expression `key In [value]` for each pair.
json term(std::vector<std::pair<const char*, const char*>> expressions) {
  json list = json::array();
  for (const auto& [key, value] : expressions) {
    list.push_back({{"key", key}, {"operator", "In"}, {"values", {value}}});
  }
  return {{"matchExpressions", list}};
}

/// A policy that requires some terms, with `kind` defaults or overrides.
PolicySetPointer require(const Terms& terms, const std::string& kind = "overrides") {
  const json fragment = {{"both",
                          {{"spec",
                            {{"affinity",
                              {{"nodeAffinity",
                                {{"requiredDuringSchedulingIgnoredDuringExecution",
                                  {{"nodeSelectorTerms", terms}}}}}}}}}}}};
  return policy("{" + kind + ": " + fragment.dump() + "}");
}

/// The terms after our patch, of a pod that requires `terms` (none: nothing).
Terms terms_after(const PolicySetPointer& set, const Terms& terms) {
  Review review = minimal("driver");
  if (!terms.empty()) review.set(std::string(kRequired) + "/nodeSelectorTerms", terms);
  const cli::Examined examined = ask(set, review);
  EXPECT_EQ(ask_again(set, review).patch.size(), 0U) << "not idempotent";
  return examined.after[json::json_pointer(kRequired)]["nodeSelectorTerms"];
}

TEST(NodeAffinity, OursWhereThePodRequiresNothing) {
  EXPECT_EQ(terms_after(require({term({{"pool", "spark"}})}), {}),
            (Terms{term({{"pool", "spark"}})}));
}

TEST(NodeAffinity, OursInEveryTermOfThePod) {
  EXPECT_EQ(
      terms_after(require({term({{"pool", "spark"}})}),
                  {term({{"zone", "a"}}), term({{"zone", "b"}})}),
      (Terms{term({{"zone", "a"}, {"pool", "spark"}}), term({{"zone", "b"}, {"pool", "spark"}})}));
}

TEST(NodeAffinity, AllCombinationsOfSeveralTerms) {
  EXPECT_EQ(terms_after(require({term({{"pool", "a"}}), term({{"pool", "b"}})}),
                        {term({{"zone", "x"}}), term({{"zone", "y"}})}),
            (Terms{term({{"zone", "x"}, {"pool", "a"}}), term({{"zone", "x"}, {"pool", "b"}}),
                   term({{"zone", "y"}, {"pool", "a"}}), term({{"zone", "y"}, {"pool", "b"}})}));
}

TEST(NodeAffinity, EqualExpressionsAreNotRepeated) {
  const Terms has_it = {term({{"zone", "a"}, {"pool", "spark"}})};
  EXPECT_EQ(terms_after(require({term({{"pool", "spark"}})}), has_it), has_it);
}

TEST(NodeAffinity, AnEmptyTermMatchesNothingAndStays) {
  EXPECT_EQ(
      terms_after(require({term({{"pool", "spark"}})}), {json::object(), term({{"zone", "a"}})}),
      (Terms{json::object(), term({{"zone", "a"}, {"pool", "spark"}})}));
}

TEST(NodeAffinity, AnEmptyTermOfOursAddsNoNodeToTheOthers) {
  const auto set = require({json::object(), term({{"pool", "spark"}})});
  EXPECT_EQ(terms_after(set, {term({{"zone", "a"}})}),
            (Terms{term({{"zone", "a"}, {"pool", "spark"}})}));
}

TEST(NodeAffinity, OverridesAddEvenToAKeyThePodSpeaksOf) {
  EXPECT_EQ(terms_after(require({term({{"pool", "spark"}})}), {term({{"pool", "gpu"}})}),
            (Terms{term({{"pool", "gpu"}, {"pool", "spark"}})}));
}

TEST(NodeAffinity, DefaultsLeaveAKeyToThePodThatSpeaksOfIt) {
  EXPECT_EQ(
      terms_after(require({term({{"pool", "spark"}})}, "defaults"), {term({{"pool", "gpu"}})}),
      (Terms{term({{"pool", "gpu"}})}));
  EXPECT_EQ(terms_after(require({term({{"pool", "spark"}})}, "defaults"), {term({{"zone", "a"}})}),
            (Terms{term({{"zone", "a"}, {"pool", "spark"}})}));
}

TEST(NodeAffinity, MatchFieldsJoinToo) {
  const json fields = {
      {"matchFields", {{{"key", "metadata.name"}, {"operator", "In"}, {"values", {"n1"}}}}}};
  json both = term({{"zone", "a"}});
  both["matchFields"] = fields["matchFields"];
  EXPECT_EQ(terms_after(require({fields}), {term({{"zone", "a"}})}), (Terms{both}));
}

TEST(NodeAffinity, OfSeveralPoliciesAllHaveToHold) {
  const auto set = policies(R"(
apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: a}
spec:
  overrides: &pool
    both: {spec: {affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: pool, operator: In, values: [spark]}]}]}}}}}
---
apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: b}
spec:
  overrides:
    both: {spec: {affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: zone, operator: In, values: [a]}]}]}}}}}
)");
  EXPECT_EQ(terms_after(set, {}), (Terms{term({{"pool", "spark"}, {"zone", "a"}})}));
  EXPECT_EQ(terms_after(set, {term({{"disk", "ssd"}})}),
            (Terms{term({{"disk", "ssd"}, {"pool", "spark"}, {"zone", "a"}})}));
}

}  // namespace
}  // namespace sparkgate
