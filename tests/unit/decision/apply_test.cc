#include "decision/apply.h"

#include <gtest/gtest.h>

#include "support/world.h"

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;

TEST(Defaults, FillWhatThePodDoesNotSay) {
  const auto set = policy("{defaults: {both: {spec: {runtimeClassName: kata}}}}");
  EXPECT_EQ(changes(set, minimal("driver")), Lines{R"(add /spec/runtimeClassName "kata")"});
  EXPECT_EQ(changes(set, minimal("driver").set("/spec/runtimeClassName", "own")), Lines{});
}

TEST(Defaults, TakeWhatTheApiServerFilledInForUnsaid) {
  const auto set = policy(
      "{defaults: {both: {spec: {schedulerName: yunikorn, terminationGracePeriodSeconds: 110, "
      "dnsPolicy: Default, enableServiceLinks: false, serviceAccountName: spark}}}}");
  EXPECT_EQ(changes(set, minimal("driver").set("/spec/serviceAccountName", "default")),
            (Lines{R"(replace /spec/schedulerName "yunikorn")",
                   "replace /spec/terminationGracePeriodSeconds 110",
                   R"(replace /spec/dnsPolicy "Default")", "replace /spec/enableServiceLinks false",
                   R"(replace /spec/serviceAccountName "spark")"}));
  Review said = minimal("driver");
  said.set("/spec/schedulerName", "volcano").set("/spec/terminationGracePeriodSeconds", 60);
  said.set("/spec/dnsPolicy", "None").set("/spec/enableServiceLinks", false);
  EXPECT_EQ(changes(set, said), Lines{});
}

TEST(Overrides, WinOverWhatThePodSays) {
  const auto set = policy("{overrides: {both: {spec: {schedulerName: yunikorn}}}}");
  EXPECT_EQ(changes(set, minimal("driver").set("/spec/schedulerName", "volcano")),
            Lines{R"(replace /spec/schedulerName "yunikorn")"});
  EXPECT_EQ(changes(set, minimal("driver").set("/spec/schedulerName", "yunikorn")), Lines{});
}

TEST(Templates, ARolesOwnBeatsBoth) {
  const auto set = policy(
      "{defaults: {both: {spec: {runtimeClassName: b}}, driver: {spec: {runtimeClassName: d}}}}");
  EXPECT_EQ(changes(set, minimal("driver")), Lines{R"(add /spec/runtimeClassName "d")"});
  EXPECT_EQ(changes(set, minimal("executor")), Lines{R"(add /spec/runtimeClassName "b")"});
}

TEST(Templates, HigherPriorityBeatsLowerAndOverridesBeatDefaults) {
  const auto set = policies(R"(
apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: low}
spec: {overrides: {both: {spec: {runtimeClassName: low, hostname: low}}}}
---
apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: high}
spec:
  priority: 10
  defaults: {both: {spec: {hostname: high}}}
  overrides: {both: {spec: {runtimeClassName: high}}}
)");
  EXPECT_EQ(changes(set, minimal("driver")),
            (Lines{R"(add /spec/runtimeClassName "high")", R"(add /spec/hostname "low")"}));
}

TEST(RuntimeClass, TakesTheOverheadOfAnotherWithIt) {
  const auto set = policy("{overrides: {both: {spec: {runtimeClassName: kata}}}}");
  Review review = minimal("driver");
  review.set("/spec/runtimeClassName", "gvisor").set("/spec/overhead", {{"memory", "64Mi"}});
  EXPECT_EQ(changes(set, review),
            (Lines{R"(replace /spec/runtimeClassName "kata")", "remove /spec/overhead"}));
  review.set("/spec/runtimeClassName", "kata");
  EXPECT_EQ(changes(set, review), Lines{});
}

TEST(Priority, TheClassTakesTheComputedFieldsWithIt) {
  const auto set = policy("{defaults: {both: {spec: {priorityClassName: spark}}}}");
  EXPECT_EQ(changes(set, minimal("driver")),
            (Lines{R"(add /spec/priorityClassName "spark")", "remove /spec/priority",
                   "remove /spec/preemptionPolicy"}));
  EXPECT_EQ(changes(set, minimal("driver").erase("/spec/priority")),
            (Lines{R"(add /spec/priorityClassName "spark")", "remove /spec/preemptionPolicy"}));
  EXPECT_EQ(changes(set, minimal("driver").set("/spec/priorityClassName", "own")), Lines{});
}

TEST(Priority, AClassThatIsThereAlreadyLeavesTheNumberAlone) {
  const auto set = policy("{overrides: {both: {spec: {priorityClassName: spark}}}}");
  Review admitted = minimal("driver");
  admitted.set("/spec/priorityClassName", "spark").set("/spec/priority", 1000);
  EXPECT_EQ(changes(set, admitted), Lines{});
}

TEST(Quantities, AreComparedByValue) {
  const auto set = policy(
      "{overrides: {both: {spec: {containers: [{name: $spark, resources: {limits: {memory: "
      "11264Mi, "
      "cpu: 2}}}]}}}}");
  Review review = minimal("driver");
  review.set("/spec/containers/0/resources", {{"limits", {{"memory", "11Gi"}, {"cpu", "2"}}}});
  EXPECT_EQ(changes(set, review), Lines{});
  review.set("/spec/containers/0/resources/limits/memory", "12Gi");
  EXPECT_EQ(changes(set, review),
            Lines{R"(replace /spec/containers/0/resources/limits/memory "11264Mi")"});
}

TEST(Zeros, ThatTheApiServerWouldNotStoreAreNotSent) {
  const auto set = policy("{overrides: {both: {spec: {hostNetwork: false, hostname: ''}}}}");
  EXPECT_EQ(changes(set, minimal("driver")), Lines{});
  EXPECT_EQ(changes(set, minimal("driver").set("/spec/hostNetwork", true)),
            Lines{"replace /spec/hostNetwork false"});
}

TEST(Zeros, ThatItStoresAre) {
  const auto set = policy("{overrides: {both: {spec: {automountServiceAccountToken: false}}}}");
  EXPECT_EQ(changes(set, minimal("driver")), Lines{"add /spec/automountServiceAccountToken false"});
}

TEST(Maps, KeepWhatIsEmpty) {
  const auto set = policy(
      "{overrides: {both: {metadata: {labels: {tier: ''}}, spec: {nodeSelector: {a/b: ''}}}}}");
  Review review = minimal("executor");
  review.set("/spec/nodeSelector", {{"disk", "ssd"}});
  EXPECT_EQ(changes(set, review),
            (Lines{R"(add /metadata/labels/tier "")", R"(add /spec/nodeSelector/a~1b "")"}));
  EXPECT_EQ(ask_again(set, review).patch.size(), 0U);
}

TEST(Maps, MergeByKeyAndEscapeIt) {
  const auto set = policy(
      "{overrides: {both: {metadata: {annotations: {a/b: x, d: w}}, spec: {nodeSelector: {disk: "
      "ssd}}}}}");
  EXPECT_EQ(changes(set, minimal("driver")),
            (Lines{R"(add /metadata/annotations {"a/b":"x","d":"w"})",
                   R"(add /spec/nodeSelector {"disk":"ssd"})"}));
  Review review = minimal("driver");
  review.set("/metadata/annotations", {{"a/b", "old"}}).set("/spec/nodeSelector", {{"z", "1"}});
  EXPECT_EQ(changes(set, review),
            (Lines{R"(replace /metadata/annotations/a~1b "x")",
                   R"(add /metadata/annotations/d "w")", R"(add /spec/nodeSelector/disk "ssd")"}));
}

TEST(Pointers, EscapeWhatJsonPointersReserve) {
  std::string pointer = "/metadata/annotations";
  decision::append_pointer_token(pointer, "a/b~c~1");
  EXPECT_EQ(pointer, "/metadata/annotations/a~1b~0c~01");
}

TEST(Maps, NullCountsAsAbsent) {
  const auto set = policy("{overrides: {both: {metadata: {annotations: {a: x}}}}}");
  EXPECT_EQ(changes(set, minimal("driver").set("/metadata/annotations", nullptr)),
            Lines{R"(add /metadata/annotations {"a":"x"})"});
}

TEST(Objects, OfSeveralPoliciesAreAddedPieceByPiece) {
  const auto set = policies(R"(
apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: a}
spec: {overrides: {both: {metadata: {annotations: {a: "1"}}}}}
---
apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: b}
spec: {overrides: {both: {metadata: {annotations: {b: "2"}}}}}
)");
  const cli::Examined examined = ask(set, minimal("driver"));
  EXPECT_EQ(lines(examined.patch),
            (Lines{"add /metadata/annotations {}", R"(add /metadata/annotations/a "1")",
                   R"(add /metadata/annotations/b "2")",
                   R"(add /metadata/annotations/sparkgate.dev~1applied "a,b@)" +
                       set->fingerprint() + "\""}));
  EXPECT_EQ(examined.provenance[1].policy, "a");
  EXPECT_EQ(examined.provenance[1].line, 5);
  EXPECT_EQ(examined.provenance[2].policy, "b");
  EXPECT_EQ(examined.provenance[2].line, 10);
}

TEST(Annotation, TellsWhoChangedThePodAndOnlyThen) {
  const auto set = policy("{overrides: {both: {spec: {schedulerName: yunikorn}}}}");
  EXPECT_EQ(lines(ask(set, minimal("driver")).patch),
            (Lines{R"(replace /spec/schedulerName "yunikorn")",
                   R"(add /metadata/annotations {"sparkgate.dev/applied":"p@)" +
                       set->fingerprint() + "\"}"}));
  EXPECT_EQ(ask_again(set, minimal("driver")).patch.size(), 0U);
  EXPECT_EQ(ask(set, minimal("driver").set("/spec/schedulerName", "yunikorn")).patch.size(), 0U);
}

TEST(Apply, FieldsNewerThanOurTablePassThrough) {
  const auto set = policy(
      "{overrides: {both: {spec: {evictionResponders: [{name: a}], brandNewThing: {deep: [1]}}}}}");
  EXPECT_EQ(changes(set, minimal("driver")),
            (Lines{R"(add /spec/evictionResponders [{"name":"a"}])",
                   R"(add /spec/brandNewThing {"deep":[1]})"}));
  EXPECT_EQ(ask_again(set, minimal("driver")).patch.size(), 0U);
}

TEST(Apply, OnlyToNewPods) {
  const auto set = policy("{overrides: {both: {spec: {schedulerName: yunikorn}}}}");
  EXPECT_EQ(ask(set, minimal("driver").update()).patch.size(), 0U);
  EXPECT_EQ(ask(set, minimal("driver").set_request("/operation", "DELETE")).patch.size(), 0U);
  EXPECT_EQ(ask(set, minimal("driver").set_request("/subResource", "binding")).patch.size(), 0U);
}

TEST(Apply, LeavesAloneWhatIsNoPod) {
  const auto set = policy(
      "{overrides: {both: {metadata: {labels: {a: b}}, spec: {tolerations: [{operator: Exists}], "
      "containers: [{name: $spark, env: [{name: A, value: b}]}]}}}}");
  Review strange = minimal("driver");
  strange.set("/spec/tolerations", "x").set("/spec/containers/0/env", 7);
  strange.set("/metadata/annotations", "x");
  for (const std::string& line : changes(set, strange)) {
    EXPECT_EQ(line, R"(add /metadata/labels/a "b")");
  }
}

TEST(AuditMode, RecordsAndChangesNothing) {
  const auto set = policy(
      "{mode: audit, overrides: {both: {spec: {schedulerName: yunikorn}}}, rules: [{name: r, "
      "images: {allow: [no/*]}}]}");
  const cli::Examined examined = ask(set, minimal("driver"));
  EXPECT_EQ(examined.patch.size(), 0U);
  EXPECT_TRUE(examined.allowed);
  EXPECT_EQ(examined.violations.at(0).action, "audit");
  EXPECT_NE(examined.mutate_answer.find(
                R"("audited-patch":"[{\"op\":\"replace\",\"path\":\"/spec/schedulerName\")"),
            std::string::npos);
}

}  // namespace
}  // namespace sparkgate
