#include "decision/rules/node_selection.h"

#include <gtest/gtest.h>

#include "support/world.h"

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;
using nlohmann::json;

Lines messages(const std::string& rule, const Review& review) {
  const auto set = policy("{rules: [{name: r, nodeSelection: " + rule + "}]}");
  Lines result;
  for (const auto& breach : ask(set, review).violations) result.push_back(breach.message);
  return result;
}

json expression(const char* key, const char* op, const json& values) {
  return {{"key", key}, {"operator", op}, {"values", values}};
}

json term(const std::vector<json>& expressions) {
  return {{"matchExpressions", expressions}};
}

/// A driver with these terms of required node affinity.
Review requiring(const std::vector<json>& terms) {
  return minimal("driver").set(
      "/spec/affinity/nodeAffinity",
      {{"requiredDuringSchedulingIgnoredDuringExecution", {{"nodeSelectorTerms", terms}}}});
}

Review preferring(const json& preference) {
  return minimal("driver").set("/spec/affinity/nodeAffinity",
                               {{"preferredDuringSchedulingIgnoredDuringExecution",
                                 {{{"weight", 100}, {"preference", preference}}}}});
}

/// The messages about a driver with this toleration behind those of the API server.
Lines tolerating(const std::string& allow, const json& toleration) {
  Review review = minimal("driver");
  review.pod()["spec"]["tolerations"].push_back(toleration);
  return messages("{tolerations: {allow: " + allow + "}}", review);
}

const std::string kPool = "{requireLabels: {pool: [spark, batch]}}";
const std::string kTerms =
    "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[";

TEST(NodeSelection, RequireLabelsByNodeSelector) {
  const auto selecting = [](const json& selector) {
    return messages(kPool, minimal("driver").set("/spec/nodeSelector", selector));
  };
  EXPECT_EQ(selecting({{"pool", "batch"}}), Lines{});
  EXPECT_EQ(selecting({{"pool", "gpu"}}),
            Lines{"spec.nodeSelector.pool \"gpu\" is not spark, batch"});
  EXPECT_EQ(selecting({{"Pool", "spark"}}),
            Lines{"spec.nodeSelector.pool is missing; it must be spark, batch"});
  EXPECT_EQ(selecting({{"pool", {{"pool", "spark"}}}}).size(), 1U);
}

TEST(NodeSelection, RequireLabelsByEveryTermOfRequiredAffinity) {
  const json good = term({expression("pool", "In", {"spark"})});
  EXPECT_EQ(messages(kPool, requiring({good})), Lines{});
  EXPECT_EQ(messages(kPool, requiring({good, json::object()})), Lines{});  // `{}` adds no node
  EXPECT_EQ(messages(kPool, requiring({good, term({expression("disk", "In", {"ssd"})})})),
            Lines{kTerms + "1] does not require pool In spark, batch"});
  const json bad[] = {term({expression("pool", "In", {"spark", "gpu"})}),
                      term({expression("pool", "NotIn", {"gpu"})}),
                      term({expression("pool", "Exists", json::array())}),
                      term({expression("pool", "In", json::array())}),
                      term({expression("pool", "In", "spark")}),
                      term({expression("pool", "In", {{"spark", 1}})}),
                      term({expression("pool", "in", {"spark"})}),
                      {{"matchFields", {expression("pool", "In", {"spark"})}}}};
  for (const json& one : bad) {
    EXPECT_EQ(messages("{allowNodeName: true, " + kPool.substr(1), requiring({one})).size(), 1U)
        << one;
  }
  EXPECT_EQ(messages(kPool, requiring({json::object()})),
            Lines{"spec.nodeSelector.pool is missing; it must be spark, batch"});
  EXPECT_EQ(messages(kPool, preferring(good)).size(), 1U);
}

TEST(NodeSelection, ExpressionsOfATermHoldTogether) {
  EXPECT_EQ(messages(kPool, requiring({term({expression("disk", "In", {"ssd"}),
                                             expression("pool", "In", {"spark", "gpu"}),
                                             expression("pool", "In", {"batch"})})})),
            Lines{});
}

TEST(NodeSelection, ForbidLabels) {
  const std::string rule = "{forbidLabels: ['kubernetes.io/hostname', '*/control-plane']}";
  EXPECT_EQ(
      messages(rule,
               minimal("driver").set("/spec/nodeSelector", {{"kubernetes.io/hostname", "a"}})),
      Lines{"spec.nodeSelector \"kubernetes.io/hostname\" is kubernetes.io/hostname, which is "
            "denied"});
  const json master =
      term({expression("node-role.kubernetes.io/control-plane", "Exists", nullptr)});
  EXPECT_EQ(
      messages(rule, requiring({json::object(), master})),
      Lines{kTerms + "1].matchExpressions[0].key \"node-role.kubernetes.io/control-plane\" is "
                     "*/control-plane, which is denied"});
  EXPECT_EQ(messages(rule, preferring(master)),
            Lines{"spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0]."
                  "preference.matchExpressions[0].key \"node-role.kubernetes.io/control-plane\" is "
                  "*/control-plane, which is denied"});
  EXPECT_EQ(messages(rule, requiring({term({expression("zone", "In", {"a"})})})), Lines{});
}

TEST(NodeSelection, NamesOfNodes) {
  const std::string rule = "{forbidLabels: [never]}";
  const std::string why = " \"n1\" names a node, which is the scheduler's to choose";
  const json fields = {{"matchFields", {expression("metadata.name", "In", {"n1"})}}};
  EXPECT_EQ(messages(rule, minimal("driver").set("/spec/nodeName", "n1")),
            Lines{"spec.nodeName" + why});
  EXPECT_EQ(messages(rule, requiring({fields})), Lines{kTerms + "0].matchFields[0]" + why});
  EXPECT_EQ(messages(rule, preferring(fields)).size(), 1U);
  EXPECT_EQ(messages(rule, minimal("driver").set("/spec/nodeName", "")), Lines{});
  const std::string open = "{forbidLabels: [never], allowNodeName: true}";
  EXPECT_EQ(messages(open, requiring({fields}).set("/spec/nodeName", "n1")), Lines{});
}

TEST(NodeSelection, ABoundPodMayStillBeChanged) {
  const auto set = policy("{rules: [{name: r, nodeSelection: " + kPool + "}]}");
  const Review change = minimal("executor").set("/spec/nodeName", "n1").update();
  EXPECT_TRUE(ask(set, Review(change).set("/metadata/labels/a", "b")).allowed);
}

TEST(NodeSelection, Tolerations) {
  const std::string allow =
      "[{key: dedicated, value: spark, effect: NoSchedule}, {key: spot, operator: Exists}]";
  EXPECT_EQ(tolerating(allow, {{"key", "dedicated"}, {"value", "spark"}, {"effect", "NoSchedule"}}),
            Lines{});
  EXPECT_EQ(tolerating(allow, {{"key", "spot"}, {"operator", "Equal"}, {"value", "yes"}}), Lines{});
  EXPECT_EQ(tolerating(allow, {{"key", "spot"}, {"operator", "Lt"}, {"value", "9"}}), Lines{});
  const auto refused = [&](const json& toleration, const std::string& words) {
    EXPECT_EQ(tolerating(allow, toleration), Lines{"spec.tolerations[2] \"" + words +
                                                   "\" is not dedicated=spark:NoSchedule, spot"});
  };
  refused({{"operator", "Exists"}}, "*");
  refused({{"operator", "Exists"}, {"effect", "NoSchedule"}}, "*:NoSchedule");
  refused({{"key", "dedicated"}, {"operator", "Exists"}}, "dedicated");
  refused({{"key", "dedicated"}, {"value", "spark"}}, "dedicated=spark");
  refused({{"key", "dedicated"}, {"value", "db"}, {"effect", "NoSchedule"}},
          "dedicated=db:NoSchedule");
  refused({{"key", "dedicated"}, {"operator", "Gt"}, {"value", "1"}}, "dedicated>1");
  refused({{"key", "Spot"}, {"operator", "Exists"}}, "Spot");
  refused({{"key", {{"key", "spot"}}}, {"operator", "Exists"}}, "*");
}

TEST(NodeSelection, TolerationsByEffectOrNumber) {
  EXPECT_EQ(tolerating("[{operator: Exists, effect: NoExecute}]",
                       {{"key", "a"}, {"operator", "Exists"}, {"effect", "NoExecute"}}),
            Lines{});
  EXPECT_EQ(
      tolerating("[{operator: Exists, effect: NoExecute}]", {{"key", "a"}, {"operator", "Exists"}}),
      Lines{"spec.tolerations[2] \"a\" is not *:NoExecute"});
  EXPECT_EQ(tolerating("[{key: sla, operator: Gt, value: '5'}]",
                       {{"key", "sla"}, {"operator", "Gt"}, {"value", "4"}}),
            Lines{"spec.tolerations[2] \"sla>4\" is not sla>5"});
}

TEST(NodeSelection, TolerationsOfKubernetesItself) {
  const std::string allow = "[{key: spot, operator: Exists}]";
  const auto known = [&](const char* key, const char* effect) {
    return tolerating(allow, {{"key", std::string("node.kubernetes.io/") + key},
                              {"operator", "Exists"},
                              {"effect", effect}})
        .size();
  };
  EXPECT_EQ(known("not-ready", "NoExecute"), 0U);
  EXPECT_EQ(known("memory-pressure", "NoSchedule"), 0U);
  EXPECT_EQ(known("not-ready", "NoSchedule"), 1U);
  EXPECT_EQ(known("unschedulable", "NoSchedule"), 1U);
  EXPECT_EQ(known("not-ready", ""), 1U);
}

}  // namespace
}  // namespace sparkgate
