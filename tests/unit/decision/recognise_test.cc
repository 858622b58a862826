#include "decision/recognise.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "support/parsed.h"
#include "support/world.h"

namespace sparkgate::decision {
namespace {

/// "driver spark-submit spark-kubernetes-driver label", or "none".
std::string told_by(const nlohmann::json& pod) {
  const Parsed parsed(pod.dump());
  const SparkPod spark = recognise(parsed.view());
  if (spark.role == Role::none) return "none";
  return std::string(name_of(spark.role)) + " " + std::string(name_of(spark.launcher)) + " " +
         std::string(spark.container_name) +
         (spark.evidence == Evidence::command ? " by command" : "");
}

/// What the name of a recording says about it, where the pod itself can say it.
std::string told_by_name(const std::string& name) {
  const std::string role = name.find("-executor") == std::string::npos ? "driver" : "executor";
  std::string launcher = name.substr(0, name.find_first_of("0123456789") - 1);
  if (name.starts_with("livy-0.7.1-driver-batch")) launcher = "spark-submit";  // leaves no trace
  return role + " " + launcher;
}

TEST(Recognise, EveryRecording) {
  for (const std::string& name : recordings()) {
    const Review review(name);
    nlohmann::json pod = review.json()["request"]["object"];
    if (name.ends_with("unlabel")) pod = review.json()["request"]["oldObject"];
    EXPECT_TRUE(told_by(pod).starts_with(told_by_name(name) + " ")) << name << ": " << told_by(pod);
  }
}

TEST(Recognise, SparksOwnContainerWhereverItStands) {
  EXPECT_EQ(told_by(Review("spark-submit-4.1.4-driver-template").pod()),
            "driver spark-submit spark-kubernetes-driver");
  EXPECT_EQ(told_by(Review("client-mode-3.5.9-driver-article").pod()),
            "driver client-mode pyspark-pi");
  EXPECT_EQ(told_by(Review("livy-0.7.1-driver-batch-spark-2.4.8").pod()),
            "driver spark-submit spark-kubernetes-driver");
}

TEST(Recognise, HandMadeDriversByTheirCommand) {
  EXPECT_EQ(told_by(Review("client-mode-3.5.9-driver-unlabelled").pod()),
            "driver client-mode pyspark-pi by command");
  EXPECT_EQ(told_by(Review("client-mode-4.1.4-driver-args").pod()),
            "driver client-mode spark-example by command");
  EXPECT_EQ(told_by(Review("client-mode-4.1.4-driver-connect").pod()),
            "driver client-mode spark-connect by command");
}

TEST(Recognise, TheOptInLabel) {
  Review review("client-mode-4.1.4-driver-args");
  review.pod()["metadata"]["labels"]["sparkgate.dev/role"] = "driver";
  EXPECT_EQ(told_by(review.pod()), "driver client-mode spark-example");
  review.pod()["metadata"]["labels"]["spark-role"] = "worker";  // Spark's own label speaks first
  EXPECT_EQ(told_by(review.pod()), "none");
}

TEST(Recognise, RolesThatAreNotOurs) {
  for (const char* role : {"master", "worker", "cluster", "Driver", ""}) {
    Review review("spark-submit-4.1.4-driver");
    review.set("/metadata/labels/spark-role", role);
    EXPECT_EQ(told_by(review.pod()), "none") << role;
  }
  Review connect("spark-submit-4.1.4-driver");
  connect.set("/metadata/labels/spark-role", "connect-server");
  EXPECT_EQ(told_by(connect.pod()), "driver spark-submit spark-kubernetes-driver");
}

/// A pod without labels whose one container has this command line.
std::string told_by_command(const nlohmann::json& words) {
  return told_by({{"spec", {{"containers", {{{"name", "c"}, {"args", words}}}}}}});
}

TEST(Recognise, WhatStartsADriver) {
  const std::string driver = "driver client-mode c by command";
  EXPECT_EQ(told_by_command({"/opt/spark/bin/spark-submit", "a.py"}), driver);
  EXPECT_EQ(told_by_command({"spark-submit", "--master", "k8s://https://x"}), driver);
  EXPECT_EQ(told_by_command({"bash", "-c", "cd /app && exec spark-submit --master=k8s://x a.py"}),
            driver);
  EXPECT_EQ(told_by_command({"python", "a.py", "--master", "k8s://https://x"}), driver);
  EXPECT_EQ(told_by_command({"/opt/spark/sbin/start-thriftserver.sh"}), driver);
}

TEST(Recognise, WhatOnlyLooksLikeOne) {
  EXPECT_EQ(told_by_command({"spark-submit", "--deploy-mode", "cluster", "--master", "k8s://x"}),
            "none");
  EXPECT_EQ(told_by_command({"sh", "-c", "spark-submit --deploy-mode cluster a.py"}), "none");
  EXPECT_EQ(told_by_command({"sh", "-c", "spark-submit  --deploy-mode  'cluster' a.py"}), "none");
  EXPECT_EQ(told_by_command({"sh", "-c", "spark-submit  --master  \"yarn\" a.py"}), "none");
  EXPECT_EQ(told_by_command({"spark-submit", "--conf", "spark.submit.deployMode=cluster"}), "none");
  EXPECT_EQ(told_by_command({"spark-submit", "--master", "yarn", "a.py"}), "none");
  EXPECT_EQ(told_by_command({"/opt/spark/sbin/start-history-server.sh"}), "none");
  EXPECT_EQ(told_by_command({"/data/spark-submit-logs/read"}), "none");
  EXPECT_EQ(told_by_command({"nginx", "-g", "daemon off;"}), "none");
}

TEST(Recognise, LaunchersByTheirMarks) {
  const std::map<std::string, std::pair<const char*, const char*>> kMarks = {
      {"apache-spark-operator", {"spark.operator/spark-app-name", "pi"}},
      {"emr-on-eks", {"emr-containers.amazonaws.com/job.id", "000000037b4uegnu8q5"}},
      {"kyuubi", {"kyuubi-unique-tag", "4c6b364a"}},
      {"enterprise-gateway", {"app", "enterprise-gateway"}},
      {"stackable", {"app.kubernetes.io/managed-by", "spark.stackable.tech_sparkapplication"}},
      {"airflow", {"dag_id", "nightly"}},
      {"livy", {"spark-app-tag", "livy-session-12-abcdefgh"}},
      {"spark-operator", {"sparkoperator.k8s.io/app-name", "pi"}}};
  for (const auto& [launcher, label] : kMarks) {
    Review review("spark-submit-4.1.4-driver");
    review.pod()["metadata"]["labels"][label.first] = label.second;
    EXPECT_EQ(told_by(review.pod()), "driver " + launcher + " spark-kubernetes-driver");
  }
  Review other("spark-submit-4.1.4-driver");
  other.pod()["metadata"]["labels"]["spark-app-tag"] = "livy-batch-x";
  EXPECT_EQ(told_by(other.pod()), "driver spark-submit spark-kubernetes-driver");
}

TEST(Recognise, SparkContainerByNameThenByWhatItRuns) {
  const auto container = [](const char* name, const nlohmann::json& args) {
    return nlohmann::json{{"name", name}, {"args", args}};
  };
  const auto with = [](const nlohmann::json& containers) {
    return told_by({{"metadata", {{"labels", {{"spark-role", "executor"}}}}},
                    {"spec", {{"containers", containers}}}});
  };
  EXPECT_EQ(with({container("a", {}), container("executor", {}), container("b", {})}),
            "executor unknown executor");
  EXPECT_EQ(with({container("a", {}), container("b", {"executor"}), container("c", {})}),
            "executor client-mode b");
  EXPECT_EQ(with({container("a", {}), container("b", {})}), "executor unknown b");
  EXPECT_EQ(with({container("real", {"executor"}), container("spark", {})}),
            "executor client-mode real")
      << "a name that anybody may give";
  EXPECT_EQ(with(nlohmann::json::array()), "executor unknown ");
}

TEST(Recognise, SurvivesAnyShape) {
  for (const char* text :
       {"{}", "[]", "1", R"({"metadata":[]})", R"({"metadata":{"labels":{"spark-role":1}}})",
        R"({"metadata":{"labels":{"spark-role":"driver"}},"spec":{"containers":{}}})",
        R"({"metadata":{"labels":{"spark-role":"driver"}},"spec":{"containers":[1,null,"x"]}})"}) {
    const Parsed parsed{std::string(text)};
    (void)recognise(parsed.view());
  }
}

}  // namespace
}  // namespace sparkgate::decision
