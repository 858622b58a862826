#include <gtest/gtest.h>

#include "support/world.h"

// What is refused at the driver because its executors would be.

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;
using nlohmann::json;

const std::string kImage = "spark.kubernetes.container.image";
const std::string kExecutorImage = "spark.kubernetes.executor.container.image";
const std::string kAccount = "spark.kubernetes.authenticate.executor.serviceAccountName";

const std::string kMaster = "spark.master=k8s://https://kubernetes.default.svc";
const std::string kNamespace = "spark.kubernetes.namespace=spark-jobs";

/// A client-mode driver, account `spark`, with executors in its namespace and these settings.
Review client(const Lines& settings) {
  json args = {"/opt/spark/bin/spark-submit", "--conf", kMaster, "--conf", kNamespace};
  for (const std::string& setting : settings) {
    args.push_back("--conf");
    args.push_back(setting);
  }
  args.push_back("/app.py");
  return minimal("driver").set("/spec/containers/0/args", args);
}

Lines messages(const PolicySetPointer& set, const Review& review) {
  Lines result;
  for (const auto& breach : ask(set, review).violations) {
    result.push_back((breach.action == "deny" ? "" : breach.action + " ") + breach.message +
                     (breach.excepted ? " excepted" : ""));
  }
  return result;
}

/// The same for a policy with one rule for executors.
Lines about(const std::string& rule, const Review& review) {
  return messages(policy("{rules: [{name: r, roles: [executor], " + rule + "}]}"), review);
}

const std::string kCorp = "images: {allow: ['registry.corp/*']}";

std::string not_corp(const std::string& image, const std::string& setting = kImage) {
  return "its executors: spec.containers[0].image \"" + image +
         "\" is not from registry.corp/* (--conf " + setting + ")";
}

TEST(Foresee, WhatARefusedUserReads) {
  const auto set = policy(
      "{recognise: {clientMode: true}, rules: [{name: ours, roles: [executor], " + kCorp + "}]}");
  const cli::Examined said = ask(set, Review("client-mode-4.1.4-driver-args"));
  EXPECT_EQ(said.denial,
            "policy p refuses this Spark driver in namespace spark-jobs (1 rule; Spark's RBAC hint "
            "above is not the cause):\n ours: " +
                not_corp("registry.example.com/spark/spark:4.1.4"));
  ASSERT_EQ(said.violations.size(), 1U);
  EXPECT_EQ(said.violations[0].path, "executors.spec.containers[0].image");
  EXPECT_EQ(said.violations[0].found, "registry.example.com/spark/spark:4.1.4");
  EXPECT_EQ(said.patch.size(), 0U);
}

TEST(Foresee, TheImageThatSparkWillTake) {
  EXPECT_EQ(about(kCorp, client({kImage + "=a/b:1"})), Lines{not_corp("a/b:1")});
  EXPECT_EQ(about(kCorp, client({kImage + "=registry.corp/a", kExecutorImage + "=a/b:1"})),
            Lines{not_corp("a/b:1", kExecutorImage)});
  EXPECT_EQ(about(kCorp, client({kImage + "=a/b", kExecutorImage + "=registry.corp/a"})), Lines{});
  EXPECT_EQ(about(kCorp, client({kImage + "=a/b", kImage + "=registry.corp/a"})), Lines{});
  EXPECT_EQ(about("images: {denyTags: [latest], requireDigest: true}", client({kImage + "=a/b"})),
            (Lines{"its executors: spec.containers[0].image \"a/b\" has the tag latest, which is "
                   "denied (--conf " +
                       kImage + ")",
                   "its executors: spec.containers[0].image \"a/b\" has no digest "
                   "(name@sha256:...) (--conf " +
                       kImage + ")"}));
}

TEST(Foresee, InAShellLineAndInTheEnvironment) {
  const auto set = policy(
      "{recognise: {clientMode: true}, rules: [{name: ours, roles: [executor], " + kCorp + "}]}");
  EXPECT_EQ(messages(set, Review("client-mode-4.1.4-driver-connect")),
            Lines{not_corp("registry.example.com/spark/spark:4.1.4")});
  const json variable = {{"name", "PYSPARK_SUBMIT_ARGS"},
                         {"value", "--conf " + kMaster + " --conf " + kNamespace + " --conf \"" +
                                       kImage + "=a/b:1\" pyspark-shell"}};
  Review notebook = minimal("driver").set("/spec/containers/0/args", {"start-notebook.sh"});
  notebook.set("/spec/containers/0/env", json::array({variable}));
  EXPECT_EQ(messages(set, notebook), Lines{not_corp("a/b:1")});
}

TEST(Foresee, WhatIsNotToldIsNotGuessed) {
  EXPECT_EQ(about(kCorp, Review("spark-submit-4.1.4-driver")), Lines{});
  EXPECT_EQ(about(kCorp, Review("client-mode-3.5.9-driver-article")), Lines{});
  EXPECT_EQ(about("serviceAccounts: {deny: ['*']}", Review("spark-submit-4.1.4-driver")), Lines{});
  for (const char* image : {"$(IMAGE)", "spark:{{SPARK_VERSION}}", "$IMAGE", ""}) {
    EXPECT_EQ(about(kCorp, client({kImage + "=a/b", kImage + "=" + image})), Lines{}) << image;
  }
  EXPECT_EQ(about("images: {pullPolicies: [Always]}", client({kImage + "=a/b:1"})), Lines{});
  Review init = minimal("driver");
  init.set("/spec/initContainers", json::array({init.pod()["spec"]["containers"][0]}));
  init.set("/spec/initContainers/0/name", "init");
  init.set("/spec/initContainers/0/args", {"spark-submit", "--conf", kImage + "=a/b:1", "a.py"});
  EXPECT_EQ(about(kCorp, init), Lines{});
}

TEST(Foresee, TheAccountWhereItIsSaid) {
  const std::string rule = "serviceAccounts: {allow: [spark]}";
  EXPECT_EQ(about(rule, client({kAccount + "=etl"})),
            Lines{"its executors: spec.serviceAccountName \"etl\" is not spark (--conf " +
                  kAccount + ")"});
  EXPECT_EQ(about(rule, client({kAccount + "=spark"})), Lines{});
  EXPECT_EQ(about(rule, client({})), Lines{});
  EXPECT_EQ(
      about(rule, client({kAccount + "=etl", "spark.kubernetes.executor.podTemplateFile=/t.yaml"})),
      Lines{});
}

TEST(Foresee, WhoCreatesThem) {
  const std::string rule = "creators: {serviceAccounts: {allow: [etl]}}";
  const Lines refused = {
      "its executors: userInfo.username \"system:serviceaccount:spark-jobs:spark\" may not create "
      "this pod; allowed are service accounts etl (the driver's account creates them)"};
  EXPECT_EQ(about(rule, Review("spark-submit-4.1.4-driver")), refused);
  EXPECT_EQ(about(rule, client({})), refused);
  EXPECT_EQ(about(rule, Review("client-mode-3.5.9-driver-article")), Lines{});  // no master
  EXPECT_EQ(about(rule, Review("spark-submit-4.1.4-driver").set("/spec/serviceAccountName", "etl")),
            Lines{});
  EXPECT_EQ(about("creators: {groups: {allow: ['system:serviceaccounts:spark-jobs']}}",
                  Review("spark-submit-4.1.4-driver")),
            Lines{});
}

TEST(Foresee, OtherCredentialsAreNotTheAccounts) {
  const std::string rule = "creators: {users: {allow: [nobody]}}";
  const std::string authenticate = "spark.kubernetes.authenticate.";
  const std::string mounted = "/var/run/secrets/kubernetes.io/serviceaccount/token";
  EXPECT_EQ(about(rule, client({authenticate + "oauthTokenFile=" + mounted})).size(), 1U);
  for (const std::string& setting :
       {authenticate + "oauthTokenFile=/t", authenticate + "oauthToken=t",
        authenticate + "clientKeyFile=/k", std::string("spark.kubernetes.context=a"),
        std::string("spark.kubernetes.allocation.pods.allocator=statefulset")}) {
    EXPECT_EQ(about(rule, client({setting})), Lines{}) << setting;
  }
  const json volume = {{"name", "kubernetes-credentials"}, {"secret", {{"secretName", "a"}}}};
  EXPECT_EQ(about(rule, client({}).set("/spec/volumes", json::array({volume}))), Lines{});
  EXPECT_EQ(about(rule, client({}).set("/spec/automountServiceAccountToken", false)), Lines{});
  const json mount = {{"name", "k"}, {"mountPath", "/opt/spark/.kube"}};
  EXPECT_EQ(about(rule, client({}).set("/spec/containers/0/volumeMounts", json::array({mount}))),
            Lines{});
  const json variable = {{"name", "KUBECONFIG"}, {"value", "/k"}};
  EXPECT_EQ(about(rule, client({}).set("/spec/containers/0/env", json::array({variable}))),
            Lines{});
}

TEST(Foresee, DriversWithoutExecutorsHere) {
  const std::string rule = "creators: {users: {allow: [nobody]}}";
  for (const char* master :
       {"local[4]", "yarn", "k8s://https://other.example:6443", "k8s://10.0.0.1", "$(MASTER)"}) {
    EXPECT_EQ(about(rule, client({std::string("spark.master=") + master})), Lines{}) << master;
  }
  for (const char* master : {"k8s://https://kubernetes.default.svc:443", "k8s://kubernetes",
                             "k8s://https://$(KUBERNETES_SERVICE_HOST):443"}) {
    EXPECT_EQ(about(rule, client({std::string("spark.master=") + master})).size(), 1U) << master;
  }
  EXPECT_EQ(about(rule, minimal("driver").set("/spec/containers/0/args", {"spark-submit", "a.py"})),
            Lines{});  // local, or what a file says
  EXPECT_EQ(about(rule, client({"spark.remote=sc://a"})), Lines{});
  EXPECT_EQ(about(rule, client({"spark.submit.deployMode=cluster"})), Lines{});
}

TEST(Foresee, TheNamespaceThatSettingsName) {
  const auto set = policies(
      "{apiVersion: sparkgate.dev/v1, kind: SparkPolicy, metadata: {name: p}, spec: {match: "
      "{namespaces: [other]}, rules: [{name: r, " +
      kCorp + "}]}}");
  EXPECT_EQ(messages(set, client({kImage + "=a/b:1"})), Lines{});
  EXPECT_EQ(
      messages(set, client({kImage + "=a/b:1", "spark.kubernetes.namespace=other"})),
      Lines{"its executors in namespace other: spec.containers[0].image \"a/b:1\" is not from "
            "registry.corp/* (--conf " +
            kImage + ")"});
  EXPECT_EQ(messages(set, client({kImage + "=a/b:1", "spark.kubernetes.namespace=$(NS)"})),
            Lines{});
  Review untold = minimal("driver");  // Spark takes `default`, or what a file says
  untold.set("/spec/containers/0/args", {"spark-submit", "--conf", kMaster, "a.py"});
  EXPECT_EQ(about("creators: {users: {allow: [nobody]}}", untold), Lines{});
}

TEST(Foresee, ACommandThatCannotBeTold) {
  const std::string rule = "creators: {users: {allow: [nobody]}}";
  Review review = minimal("driver").set("/spec/containers/0/command", {"sh", "-c"});
  const std::string told = "spark-submit --conf " + kMaster + " --conf " + kNamespace;
  const auto line = [&](const std::string& text) {
    return about(rule, review.set("/spec/containers/0/args", {text})).size();
  };
  EXPECT_EQ(line(told + " a.py"), 1U);
  EXPECT_EQ(line(told + " $A a.py"), 0U);
  EXPECT_EQ(line("# " + told + " a.py\nexec run.sh"), 0U);
  EXPECT_EQ(line("# don't retry\n" + told + " --load-spark-defaults a.py pyspark"), 1U);
  EXPECT_EQ(line("export KUBECONFIG=/k; " + told + " a.py"), 0U);
}

TEST(Foresee, OnlyNewDrivers) {
  Review driver = client({kImage + "=a/b:1"});
  EXPECT_EQ(about(kCorp, driver.update()), Lines{});
  Review executor = minimal("executor");
  executor.set("/spec/containers/0/args", {"spark-submit", "--conf", kImage + "=a/b:1"});
  executor.set("/spec/containers/0/image", "registry.corp/a");
  EXPECT_EQ(about(kCorp, executor), Lines{});
}

}  // namespace
}  // namespace sparkgate
