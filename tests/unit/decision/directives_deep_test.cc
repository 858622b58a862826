#include <gtest/gtest.h>

#include "support/world.h"

// Directives where they meet each other, what Spark needs, and what the guards look after.

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;
using nlohmann::json;

/// What an override of a pod template changes, then what is left out; the second time nothing.
Lines overridden(const std::string& role, const std::string& pod_template, const Review& review) {
  const auto set = policy("overrides: {" + role + ": " + pod_template + "}");
  EXPECT_EQ(ask_again(set, review).patch, json::array());
  Lines lines = changes(set, review);
  for (const std::string& one : ask(set, review).left_out) {
    lines.push_back("- " + one.substr(one.find("): ") + 3));
  }
  return lines;
}

Lines in_spec(const std::string& spec, const Review& review) {
  return overridden("driver", "{spec: " + spec + "}", review);
}

Review driver() {
  return minimal("driver");
}

TEST(Annotations, OfAPodWithNoneAreNotTakenOut) {
  const auto set =
      policy("overrides: {both: {metadata: {annotations: {a: null}, labels: {q: r}}}}");
  Review review = driver();
  review.pod()["metadata"].erase("annotations");
  const json pod = ask(set, review).after;
  EXPECT_EQ(pod["metadata"]["labels"]["q"], "r");
  EXPECT_EQ(pod["metadata"]["annotations"].size(), 1U);  // ours
}

TEST(Orders, OfInnerListsComeBeforeThoseAroundThem) {
  Review review = driver();
  const json kEnv = {{{"name", "A"}, {"value", "1"}}, {{"name", "B"}, {"value", "2"}}};
  review.set("/spec/containers/0/env", kEnv);
  review.set("/spec/containers/1", {{"name", "side"}, {"image", "i"}});
  const auto set = policy(
      "overrides: {driver: {spec: {$setElementOrder/containers: [{name: side}, {name: $spark}], "
      "containers: [{name: side, $setElementOrder/env: []}, {name: $spark, $setElementOrder/env: "
      "[{name: B}, {name: A}]}]}}}");
  const json pod = ask(set, review).after;
  EXPECT_EQ(pod["spec"]["containers"][0]["name"], "side");
  EXPECT_EQ(pod["spec"]["containers"][1]["env"], json({kEnv[1], kEnv[0]}));
  EXPECT_EQ(ask_again(set, review).patch, json::array());
}

TEST(Removals, OfManyItemsAreOneOperation) {
  Review review = driver();
  json env = json::array();
  for (int i = 0; i < 40; ++i) env.push_back({{"name", i % 2 == 0 ? "A" : "B"}, {"value", "x"}});
  review.set("/spec/containers/0/env", env);
  const auto set = policy(
      "overrides: {driver: {spec: {containers: [{name: $spark, env: [{name: A, $patch: "
      "delete}]}]}}}");
  EXPECT_EQ(changes(set, review).size(), 1U);
  EXPECT_EQ(ask(set, review).after["spec"]["containers"][0]["env"].size(), 20U);
}

TEST(Sparks, HookStaysWhateverTakesItsParentOut) {
  Review review = minimal("executor");
  review.set("/spec/containers/0/lifecycle",
             {{"preStop", {{"exec", {{"command", {"decommission"}}}}}}});
  for (const char* lifecycle : {"null", "{$patch: delete}", "{$retainKeys: []}",
                                "{$patch: replace, postStart: {exec: {command: [x]}}}"}) {
    EXPECT_EQ(overridden("executor",
                         "{spec: {containers: [{name: $spark, lifecycle: " +
                             std::string(lifecycle) + "}]}}",
                         review),
              Lines{"- lifecycle stays as it is: Spark ends executors with the hook that is there"})
        << lifecycle;
  }
}

TEST(Sparks, MountsAreNotTakenOut) {
  EXPECT_EQ(in_spec("{containers: [{name: $spark, volumeMounts: [{mountPath: /opt/spark/conf, "
                    "$patch: delete}]}]}",
                    Review("spark-submit-4.1.4-driver")),
            Lines{"- Spark's own files are mounted at /opt/spark/conf"});
}

TEST(Sparks, RequestsStayUnderALiteralName) {
  Review review = driver();
  review.set("/spec/containers/0/name", "spark");
  EXPECT_EQ(in_spec("{containers: [{name: spark, ports: [{containerPort: 7078, $patch: delete}]}]}",
                    review),
            Lines{"- port 7078 of the Spark container is Spark's own"});
}

TEST(Guards, LookAtProbesWithoutAWay) {
  const std::string half = "{containers: [{name: $spark, livenessProbe: {timeoutSeconds: 5}}]}";
  EXPECT_EQ(in_spec(half, driver()),
            Lines{"- livenessProbe says no way of probing, and the pod neither"});
  Review review = driver();
  review.set("/spec/containers/0/livenessProbe", {{"exec", {{"command", {"x"}}}}});
  EXPECT_EQ(in_spec(half, review), Lines{"add /spec/containers/0/livenessProbe/timeoutSeconds 5"});
}

TEST(Guards, LookAtWhatIsGivenAsAWhole) {
  Review review = driver();
  review.set("/spec/containers/1",
             {{"name", "side"}, {"image", "i"}, {"ports", {{{"containerPort", 8080}}}}});
  review.set("/spec/containers/0/ports", {{{"containerPort", 1}, {"hostPort", 9999}}});
  EXPECT_EQ(in_spec("{containers: [{name: side, ports: [{$patch: replace}, {containerPort: 9090, "
                    "hostPort: 9999}, {containerPort: 5}]}]}",
                    review),
            (Lines{R"(replace /spec/containers/1/ports [{"containerPort":5,"protocol":"TCP"}])",
                   "- port 9999 of the host is taken, or another than the container's"}));
}

TEST(Guards, LookAtWhatIsTakenOut) {
  Review review = driver();
  review.set("/spec/containers/0/resources/limits/a.b~1c", "1");
  review.set("/spec/containers/0/resources/requests/a.b~1c", "1");
  for (const char* limits : {"{a.b/c: null}", "null"}) {
    EXPECT_EQ(
        in_spec("{containers: [{name: $spark, resources: {limits: " + std::string(limits) + "}}]}",
                review),
        Lines{"- a request of a.b/c needs a limit"})
        << limits;
  }
  review = driver();
  review.set("/spec/terminationGracePeriodSeconds", 60);
  review.set("/spec/containers/0/lifecycle", {{"preStop", {{"sleep", {{"seconds", 45}}}}}});
  EXPECT_EQ(in_spec("{terminationGracePeriodSeconds: null}", review),
            Lines{"- a hook of the pod sleeps longer than this"});
  review = driver();
  review.set("/spec/hostUsers", false);
  review.set("/spec/containers/0/securityContext", {{"procMount", "Unmasked"}});
  EXPECT_EQ(in_spec("{hostUsers: null}", review),
            Lines{"- procMount: Unmasked needs hostUsers: false"});
}

TEST(Guards, DoNotLookAtMountsThatGo) {
  Review review = driver();
  review.set("/spec/volumes",
             json::array({{{"name", "v"}, {"persistentVolumeClaim", {{"claimName", "c"}}}}}));
  review.set("/spec/containers/0/volumeMounts",
             json::array({{{"name", "v"}, {"mountPath", "/d"}}}));
  const std::string device = "volumeDevices: [{name: v, devicePath: /d}]";
  EXPECT_EQ(in_spec("{containers: [{name: $spark, " + device + "}]}", review),
            Lines{"- the volume v is mounted"});
  EXPECT_EQ(
      in_spec("{containers: [{name: $spark, volumeMounts: [{mountPath: /d, $patch: delete}], " +
                  device + "}]}",
              review)
          .size(),
      2U);
}

TEST(Guards, DoNotLookAtContainersThatGo) {
  Review review = driver();
  review.set("/spec/volumes",
             json::array({{{"name", "v"}, {"persistentVolumeClaim", {{"claimName", "c"}}}}}));
  review.set("/spec/containers/1", {{"name", "side"}, {"image", "i"}});
  review.set("/spec/containers/1/volumeDevices",
             json::array({{{"name", "v"}, {"devicePath", "/d"}}}));
  EXPECT_EQ(
      in_spec("{containers: [{name: side, $patch: delete}], volumes: [{name: v, emptyDir: {}}]}",
              review)
          .size(),
      3U);  // the container, one source and the other
}

TEST(Guards, AMountThatChangesItsVolumeIsOfItNoMore) {
  Review review = driver();
  review.set("/spec/volumes",
             json::array({{{"name", "v"}, {"persistentVolumeClaim", {{"claimName", "c"}}}},
                          {{"name", "w"}, {"emptyDir", json::object()}}}));
  review.set("/spec/containers/0/volumeMounts",
             json::array({{{"name", "v"}, {"mountPath", "/a"}}}));
  const auto lines = [&](const std::string& volume) {
    return in_spec(
        "{containers: [{name: $spark, volumeDevices: [{name: v, devicePath: /d}], "
        "volumeMounts: [{name: " +
            volume + ", mountPath: /a}]}]}",
        review);
  };
  EXPECT_EQ(lines("w"),
            (Lines{R"(add /spec/containers/0/volumeDevices [{"devicePath":"/d","name":"v"}])",
                   R"(replace /spec/containers/0/volumeMounts/0/name "w")"}));
  EXPECT_EQ(lines("x"), (Lines{"- /a needs the volume x, which the pod does not have",
                               "- the volume v is mounted"}));
}

TEST(Guards, DoNotLookAtUsesThatGo) {
  const std::string taken = "- the volume v is in use in a way that needs its source";
  Review review = driver();
  review.set("/spec/volumes", json::array({{{"name", "v"}}}));
  const json by_file = {
      {"name", "A"},
      {"valueFrom", {{"fileKeyRef", {{"volumeName", "v"}, {"path", "a.env"}, {"key", "A"}}}}}};
  const auto lines = [&](const std::string& spark) {
    return in_spec(
        "{volumes: [{name: v, configMap: {name: c}}], containers: [{name: $spark, " + spark + "}]}",
        review);
  };
  review.set("/spec/containers/0/env", json::array({by_file}));
  EXPECT_EQ(lines("env: [{name: B, value: x}]").back(), taken);
  EXPECT_NE(lines("env: [{name: A, value: x}]").back(), taken);
  EXPECT_NE(lines("env: [{name: A, $patch: delete}]").back(), taken);
  review.set("/spec/containers/0/env", json::array({by_file, by_file}));
  EXPECT_EQ(lines("env: [{name: A, value: x}]").back(), taken);

  review = driver();
  review.set("/spec/volumes",
             json::array({{{"name", "v"}, {"persistentVolumeClaim", {{"claimName", "c"}}}}}));
  review.set("/spec/containers/0/volumeDevices",
             json::array({{{"name", "v"}, {"devicePath", "/d"}}}));
  EXPECT_EQ(lines("volumeDevices: [{devicePath: /e, $patch: delete}]").back(), taken);
  EXPECT_NE(lines("volumeDevices: [{devicePath: /d, $patch: delete}]").back(), taken);
  EXPECT_NE(lines("volumeDevices: null").back(), taken);
}

TEST(Guards, LookAtVolumesInUse) {
  Review review = driver();
  review.set("/spec/volumes",
             json::array({{{"name", "v"}, {"persistentVolumeClaim", {{"claimName", "c"}}}}}));
  review.set("/spec/containers/0/volumeDevices",
             json::array({{{"name", "v"}, {"devicePath", "/d"}}}));
  EXPECT_EQ(in_spec("{volumes: [{name: v, emptyDir: {}}]}", review),
            Lines{"- the volume v is in use in a way that needs its source"});
  EXPECT_EQ(
      in_spec("{volumes: [{name: w, emptyDir: {}}], containers: [{name: $spark, volumeMounts: "
              "[{name: w, mountPath: /d}]}]}",
              review)
          .back(),
      "- something else is at /d");
}

}  // namespace
}  // namespace sparkgate
