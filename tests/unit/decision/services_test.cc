#include <gtest/gtest.h>

#include <algorithm>

#include "support/world.h"

// What reaches a driver: the Service that Spark makes, those that people and operators make for
// executors and user interfaces, and an ingress in front of them. They select on labels, go by
// ports and their names, by hostname and subdomain, and count on what the driver was told of them.

namespace sparkgate {
namespace {

using nlohmann::json;
using Lines = std::vector<std::string>;

/// Tries to change everything that a Service depends on, under `$spark` as far as that loads and
/// under the name of the article's container.
constexpr char kMeddling[] = R"(
overrides:
  driver:
    metadata: {labels: {app-name: other, team: other, queue: other, app: other}}
    spec:
      hostname: other
      subdomain: other
      containers:
      - name: $spark
        ports:
        - {containerPort: 4040, name: other-ui}
        - {containerPort: 5678, name: other-rpc}
        - {containerPort: 7078, name: other-driver}
        - {containerPort: 7079, name: other-blocks}
        - {containerPort: 15002, name: other-connect}
        - {containerPort: 9999, name: metrics}
      - name: pyspark-pi
        command: [other]
        args: [other]
        env:
        - {name: SPARK_PUBLIC_DNS, value: other}
        - {name: SPARK_UI_PROXY_BASE, value: /other}
        - {name: SPARK_CONF_DIR, value: /other}
)";

Review article() {
  return Review("client-mode-3.5.9-driver-article");
}

const json& spark_container(const json& pod, const cli::Examined& examined) {
  for (const json& container : pod["spec"]["containers"]) {
    if (container["name"] == examined.spark_container) return container;
  }
  return pod["spec"]["containers"][0];
}

/// The first of `wanted` that is not among `present` word by word; null when all are.
json first_missing(const json& wanted, const json& present) {
  for (const json& one : wanted) {
    if (std::find(present.begin(), present.end(), one) == present.end()) return one;
  }
  return nullptr;
}

/// Compares what Services depend on before and after.
void expect_reached_as_before(const json& before, const cli::Examined& examined) {
  const json& after = examined.after;
  for (const auto& [label, value] : before["metadata"]["labels"].items()) {
    EXPECT_EQ(after["metadata"]["labels"][label], value) << label;
  }
  for (const char* address : {"hostname", "subdomain"}) {
    if (!before["spec"].contains(address)) continue;
    EXPECT_EQ(after["spec"][address], before["spec"][address]);
  }
  const json& was = spark_container(before, examined);
  const json& is = spark_container(after, examined);
  for (const char* list : {"ports", "env"}) {
    if (!was.contains(list)) continue;
    EXPECT_EQ(first_missing(was[list], is[list]), nullptr) << list;
  }
  for (const char* start : {"command", "args"}) {
    EXPECT_EQ(is.value(start, json()), was.value(start, json())) << start;
  }
}

TEST(Services, ReachEveryRecordedDriverAsBefore) {
  const auto set = policy(kMeddling);
  int drivers = 0;
  for (const std::string& name : recordings()) {
    const Review review(name);
    const cli::Examined examined = ask(set, review);
    if (examined.role != "driver" || examined.patch.empty()) continue;
    SCOPED_TRACE(name);
    ++drivers;
    expect_reached_as_before(review.json()["request"]["object"], examined);
    EXPECT_EQ(ask_again(set, review).patch.size(), 0U);
  }
  EXPECT_GT(drivers, 20);
}

TEST(Services, SelectOnLabelsThatStay) {
  const auto set = policy("{overrides: {both: {metadata: {labels: {app-name: other, new: a}}}}}");
  EXPECT_EQ(changes(set, article()), Lines{R"(add /metadata/labels/new "a")"});
  EXPECT_EQ(ask(set, article()).warnings,
            Lines{"policy p (p.yaml:1): app-name stays as it is: the driver's Service selects on "
                  "its labels"});
}

TEST(Services, FindPortsByNumberAndByName) {
  const auto set = policy(R"(
overrides:
  driver:
    spec:
      containers:
      - name: $spark
        ports: [{containerPort: 4040, name: ui}, {containerPort: 9999, name: metrics}]
)");
  EXPECT_EQ(
      changes(set, article()),
      Lines{
          R"(add /spec/containers/0/ports/- {"containerPort":9999,"name":"metrics","protocol":"TCP"})"});
  EXPECT_EQ(ask(set, article()).warnings,
            Lines{"policy p (p.yaml:10): name stays as it is: Services find the driver's port by "
                  "it"});
  Review nameless = article();
  nameless.erase("/spec/containers/0/ports/1/name");
  EXPECT_EQ(changes(set, nameless).front(), R"(add /spec/containers/0/ports/1/name "ui")");
}

TEST(Services, FindAHeadlessDriverByItsHostname) {
  const auto set = policy("{overrides: {driver: {spec: {hostname: other, subdomain: other}}}}");
  Review driver = article();
  driver.set("/spec/hostname", "driver-0").set("/spec/subdomain", "pyspark-pi-routine-driver-svc");
  EXPECT_EQ(changes(set, driver), Lines{});
  EXPECT_EQ(ask(set, driver).warnings,
            (Lines{"policy p (p.yaml:1): hostname stays as it is: a headless Service finds the "
                   "driver by it",
                   "policy p (p.yaml:1): subdomain stays as it is: a headless Service finds the "
                   "driver by it"}));
  EXPECT_EQ(changes(set, article()),
            (Lines{R"(add /spec/hostname "other")", R"(add /spec/subdomain "other")"}));
}

/// What an ingress serves under a path works only while the driver knows of it.
TEST(Services, AnIngressHasItsProxyBase) {
  Review driver = article();
  json& container = driver.pod()["spec"]["containers"][0];
  container["args"] = {"$(SPARK_HOME)/bin/spark-submit",
                       "--conf",
                       "spark.ui.proxyBase=/spark-ui",
                       "--conf",
                       "spark.ui.proxyRedirectUri=https://ui.example",
                       "pi.py"};
  container["env"] = {{{"name", "SPARK_PUBLIC_DNS"}, {"value", "ui.example"}},
                      {{"name", "SPARK_UI_PROXY_BASE"}, {"value", "/spark-ui"}},
                      {{"name", "SPARK_DRIVER_BIND_ADDRESS"},
                       {"valueFrom", {{"fieldRef", {{"fieldPath", "status.podIP"}}}}}}};
  const auto set = policy(kMeddling);
  expect_reached_as_before(driver.json()["request"]["object"], ask(set, driver));
  const Lines left_out = ask(set, driver).left_out;
  const auto told = [&](const std::string& what) {
    return std::any_of(left_out.begin(), left_out.end(), [&](const std::string& line) {
      return line.find(what) != std::string::npos;
    });
  };
  for (const char* variable : {"SPARK_PUBLIC_DNS", "SPARK_UI_PROXY_BASE", "SPARK_CONF_DIR"}) {
    EXPECT_TRUE(told(std::string("the variable ") + variable + " of the Spark container"))
        << variable;
  }
  EXPECT_TRUE(told("args of the Spark container is how Spark is started"));
  EXPECT_TRUE(told("command of the Spark container is how Spark is started"));
}

/// Under `$spark` the loader sees it, and says so.
TEST(Services, WhatTheyAreToldIsRefusedAtLoad) {
  EXPECT_EQ(mistakes_in_spec("overrides: {driver: {spec: {containers: [{name: $spark, env: [{name: "
                             "SPARK_PUBLIC_DNS, value: a}]}]}}}\n"),
            Lines{"1:63: the variable SPARK_PUBLIC_DNS of the Spark container is Spark's own and "
                  "cannot be set"});
}

}  // namespace
}  // namespace sparkgate
