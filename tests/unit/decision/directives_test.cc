#include <gtest/gtest.h>

#include "support/world.h"

// What Kubernetes' strategic merge patch calls directives: null, $patch, $retainKeys,
// $setElementOrder.

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;
using nlohmann::json;

/// What an override for drivers (flow YAML of a pod spec) changes, and that it does so once.
Lines overridden(const std::string& spec, const Review& review) {
  const auto set = policy("{overrides: {driver: {spec: " + spec + "}}}");
  EXPECT_EQ(ask_again(set, review).patch, json::array());
  return changes(set, review);
}

Review driver() {
  return minimal("driver");
}

TEST(Null, TakesAFieldOutWhereThereIsOne) {
  Review review = driver();
  review.set("/spec/affinity", {{"nodeAffinity", json::object()}})
      .set("/spec/runtimeClassName", "h");
  EXPECT_EQ(overridden("{affinity: null, runtimeClassName: null, subdomain: ~}", review),
            (Lines{"remove /spec/affinity", "remove /spec/runtimeClassName"}));
}

TEST(Null, CreatesNothing) {
  EXPECT_EQ(overridden("{affinity: {nodeAffinity: null}, initContainers: [{name: a, env: null}]}",
                       driver().erase("/spec/securityContext")),
            Lines{});
}

TEST(Null, ChangesNothingThatTheApiServerPutsBack) {
  EXPECT_EQ(
      overridden("{terminationGracePeriodSeconds: null, schedulerName: null, tolerations: null, "
                 "securityContext: null, containers: [{name: $spark, resources: {claims: null}}]}",
                 driver()),
      Lines{});
}

TEST(Null, MakesRoomForAnotherSource) {
  Review review = driver();
  review.set("/spec/volumes/0", {{"name", "v"}, {"emptyDir", json::object()}});
  EXPECT_EQ(
      overridden("{volumes: [{name: v, emptyDir: null, hostPath: {path: /x}}]}", review),
      (Lines{"remove /spec/volumes/0/emptyDir", R"(add /spec/volumes/0/hostPath {"path":"/x"})"}));
  review.set("/spec/containers/0/env", {{{"name", "A"}, {"value", "1"}}});
  EXPECT_EQ(overridden("{containers: [{name: $spark, env: [{name: A, value: null, valueFrom: "
                       "{fieldRef: {fieldPath: metadata.name}}}]}]}",
                       review),
            Lines{R"(replace /spec/containers/0/env/0 )"
                  R"({"name":"A","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}})"});
}

TEST(PatchDelete, TakesAllItemsOfThatKeyFromTheBack) {
  Review review = driver();
  review.set("/spec/containers/0/env", {{{"name", "A"}, {"value", "1"}},
                                        {{"name", "B"}, {"value", "2"}},
                                        {{"name", "A"}, {"value", "3"}}});
  review.set("/spec/containers/1", {{"name", "side"}, {"image", "i"}});
  EXPECT_EQ(overridden("{containers: [{name: side, $patch: delete}, {name: other, $patch: delete}, "
                       "{name: $spark, env: [{name: A, $patch: delete}]}]}",
                       review),
            (Lines{"remove /spec/containers/0/env/2", "remove /spec/containers/0/env/0",
                   "remove /spec/containers/1"}));
}

TEST(PatchDelete, EmptiesAnObject) {
  Review review = driver();
  review.set("/spec/nodeSelector", {{"a", "b"}});
  EXPECT_EQ(overridden("{nodeSelector: {$patch: delete}}", review),
            Lines{"replace /spec/nodeSelector {}"});
  EXPECT_EQ(overridden("{nodeSelector: {$patch: delete}, affinity: {$patch: delete}}", driver()),
            Lines{});
}

TEST(PatchDelete, OfAVolumeHappensWhenNothingMountsItAnyMore) {
  Review review = driver();
  review.set("/spec/volumes", {{{"name", "v"}, {"emptyDir", json::object()}}});
  review.set("/spec/containers/0/volumeMounts", {{{"name", "v"}, {"mountPath", "/v"}}});
  const std::string volume = "{volumes: [{name: v, $patch: delete}]";
  EXPECT_EQ(overridden(volume + "}", review), Lines{});
  const auto set = policy("overrides: {driver: {spec: " + volume + "}}}");
  EXPECT_EQ(ask(set, review).warnings,
            Lines{"policy p (p.yaml:5): the volume v stays: it is used"});
  EXPECT_EQ(overridden(volume + ", containers: [{name: $spark, volumeMounts: [{mountPath: /v, "
                                "$patch: delete}]}]}",
                       review),
            (Lines{"remove /spec/containers/0/volumeMounts/0", "remove /spec/volumes/0"}));
}

TEST(PatchReplace, GivesUpWhatThePodHas) {
  Review review = driver();
  review.set("/spec/nodeSelector", {{"a", "b"}, {"c", "d"}});
  review.set("/spec/tolerations/2", {{"key", "own"}, {"operator", "Exists"}});
  const char kSpec[] =
      "{nodeSelector: {$patch: replace, pool: spark}, tolerations: [{$patch: replace}, {key: a, "
      "operator: Exists}]}";
  EXPECT_EQ(overridden(kSpec, review),
            (Lines{R"(replace /spec/nodeSelector {"pool":"spark"})",
                   R"(replace /spec/tolerations [{"key":"a","operator":"Exists"}])"}));
  EXPECT_EQ(overridden("{nodeSelector: {$patch: replace, pool: spark}}", driver()),
            Lines{R"(add /spec/nodeSelector {"pool":"spark"})"});
}

TEST(PatchReplace, LeavesTheApiServersTolerationsAlone) {
  Review review = driver();  // the API server's two, behind ours
  json& tolerations = review.pod()["spec"]["tolerations"];
  tolerations.insert(tolerations.begin(), json({{"key", "a"}, {"operator", "Exists"}}));
  EXPECT_EQ(overridden("{tolerations: [{$patch: replace}, {key: a, operator: Exists}]}", review),
            Lines{});
}

TEST(RetainKeys, TakesOutAllElse) {
  Review review = driver();
  review.set("/spec/volumes/0", {{"name", "v"}, {"hostPath", {{"path", "/x"}, {"type", ""}}}});
  review.set("/spec/dnsConfig", {{"searches", {"s"}}, {"nameservers", {"1.1.1.1"}}});
  EXPECT_EQ(overridden("{volumes: [{name: v, $retainKeys: [name, emptyDir], emptyDir: {}}], "
                       "dnsConfig: {$retainKeys: [nameservers]}}",
                       review),
            (Lines{"remove /spec/volumes/0/hostPath", "add /spec/volumes/0/emptyDir {}",
                   "remove /spec/dnsConfig/searches"}));
}

TEST(RetainKeys, OfTheStrongerPolicyKeepOutWhatAWeakerOneGives) {
  const auto set = policies(R"(
apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: low}
spec: {defaults: {both: {spec: {dnsConfig: {searches: [low], nameservers: [1.1.1.1]}}}}}
---
apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: high}
spec: {priority: 1, overrides: {both: {spec: {dnsConfig: {$retainKeys: [nameservers]}}}}}
)");
  Review review = driver();
  review.set("/spec/dnsConfig", {{"searches", {"own"}}});
  EXPECT_EQ(changes(set, review), (Lines{"remove /spec/dnsConfig/searches",
                                         R"(add /spec/dnsConfig/nameservers ["1.1.1.1"])"}));
  EXPECT_EQ(ask_again(set, review).patch, json::array());
}

TEST(SetElementOrder, PutsNamedItemsInOrderAndOthersWhereTheyWere) {
  Review review = driver();
  for (const char* name : {"a", "b", "c"}) {
    review.pod()["spec"]["initContainers"].push_back({{"name", name}, {"image", "i"}});
  }
  const auto names = [&](const std::string& spec) {
    std::string result;
    const auto set = policy("{overrides: {driver: {spec: " + spec + "}}}");
    EXPECT_EQ(ask_again(set, review).patch, json::array());
    const json pod = ask(set, review).after;
    for (const json& one : pod["spec"]["initContainers"]) {
      result += one["name"].get<std::string>();
    }
    return result;
  };
  // The expected ones are those of Kubernetes' own code.
  EXPECT_EQ(names("{$setElementOrder/initContainers: [{name: c}, {name: a}]}"), "bca");
  const std::string added = "initContainers: [{name: x, image: i}]}";
  EXPECT_EQ(names("{$setElementOrder/initContainers: [{name: x}, {name: b}], " + added), "xabc");
  EXPECT_EQ(names("{$setElementOrder/initContainers: [{name: a}, {name: x}], " + added), "axbc");
  EXPECT_EQ(names("{" + added), "abcx");
}

TEST(SetElementOrder, KnowsTheSparkContainer) {
  Review review = driver();
  review.set("/spec/containers/1", {{"name", "side"}, {"image", "i"}});
  const auto set = policy(
      "{overrides: {driver: {spec: {$setElementOrder/containers: [{name: side}, {name: "
      "$spark}]}}}}");
  const json pod = ask(set, review).after;
  EXPECT_EQ(pod["spec"]["containers"][0]["name"], "side");
  EXPECT_EQ(pod["spec"]["containers"][1]["name"], "spark-kubernetes-driver");
  EXPECT_EQ(ask_again(set, review).patch, json::array());
}

TEST(Directives, OfTheStrongerPolicyStand) {
  const char kTwo[] = R"(
apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: low}
spec: {overrides: {both: {spec: {runtimeClassName: low, nodeSelector: {a: low}, tolerations: null}}}}
---
apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: high}
spec:
  priority: 10
  overrides:
    both:
      spec:
        runtimeClassName: null
        nodeSelector: {$patch: replace, b: high}
        tolerations: [{key: a, operator: Exists}]
)";
  Review review = driver();
  review.set("/spec/runtimeClassName", "own").set("/spec/nodeSelector", {{"c", "own"}});
  review.set("/spec/tolerations/2", {{"key", "own"}, {"operator", "Exists"}});
  EXPECT_EQ(changes(policies(kTwo), review),
            (Lines{"remove /spec/runtimeClassName", R"(replace /spec/nodeSelector {"b":"high"})",
                   R"(replace /spec/tolerations [{"key":"a","operator":"Exists"}])"}));
}

// The oracle found this: the pod was left with `dnsPolicy: None` and no name server.
TEST(Directives, OfAWeakerPolicyTakeOutWhatIsThePodsOnly) {
  constexpr const char* kTwo = R"(
apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: weak}
spec: {overrides: {both: {spec: {dnsConfig: {$patch: delete}}}}}
---
apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: strong}
spec: {priority: 10, overrides: {both: {spec: {dnsConfig: {searches: [corp]}}}}}
)";
  Review review = driver();
  EXPECT_EQ(changes(policies(kTwo), review), Lines{R"(add /spec/dnsConfig {"searches":["corp"]})"});
  review.set("/spec/dnsConfig", {{"searches", {"own"}}, {"nameservers", {"10.0.0.1"}}});
  EXPECT_EQ(changes(policies(kTwo), review),
            Lines{R"(replace /spec/dnsConfig {"searches":["corp"]})"});
}

TEST(Directives, OfEqualPriorityConflict) {
  const auto together = [](const std::string& a, const std::string& b) {
    const std::string head = "apiVersion: sparkgate.dev/v1\nkind: SparkPolicy\nmetadata: {name: ";
    const auto spec = [](const std::string& s) {
      return "}\nspec: {overrides: {both: {spec: " + s + "}}}\n";
    };
    return mistakes(head + "a" + spec(a) + "---\n" + head + "b" + spec(b)).size();
  };
  EXPECT_EQ(together("{hostname: null}", "{hostname: h}"), 1U);
  EXPECT_EQ(together("{hostname: null}", "{hostname: null}"), 0U);
  EXPECT_EQ(together("{nodeSelector: {$patch: replace, a: b}}", "{nodeSelector: {c: d}}"), 1U);
  EXPECT_EQ(together("{nodeSelector: {c: d}}", "{nodeSelector: {$patch: replace, a: b}}"), 1U);
  EXPECT_EQ(together("{nodeSelector: {$patch: replace, a: b}}",
                     "{nodeSelector: {$patch: replace, a: b}}"),
            0U);
}

TEST(Directives, DoNotReachWhatIsSparks) {
  // `spark` is a container that only a pod shows to be the Spark container.
  Review review = driver();
  review.set("/spec/containers/0/name", "spark").set("/spec/containers/0/env", {{{"name", "A"}}});
  const auto refused = [&](const std::string& container) {
    const auto set = policy("overrides: {driver: {spec: {containers: [" + container + "]}}}");
    EXPECT_EQ(changes(set, review), Lines{}) << container;
    return ask(set, review).warnings;
  };
  EXPECT_EQ(refused("{name: spark, $patch: delete}"),
            Lines{"policy p (p.yaml:5): the Spark container cannot be taken out"});
  const auto set = policy(
      "overrides: {driver: {spec: {containers: [{name: spark, $patch: delete}, "
      "{name: $spark, tty: true}]}}}");
  EXPECT_EQ(changes(set, review), Lines{"add /spec/containers/0/tty true"});
  EXPECT_EQ(refused("{name: spark, env: null}"),
            Lines{"policy p (p.yaml:5): not all in env of the Spark container is the policy's"});
  EXPECT_EQ(refused("{name: spark, volumeMounts: [{$patch: replace}]}"),
            Lines{"policy p (p.yaml:5): not all in volumeMounts of the Spark container is the "
                  "policy's"});
}

}  // namespace
}  // namespace sparkgate
