#include <gtest/gtest.h>

#include "render/render.h"

namespace sparkgate::render {
namespace {

using nlohmann::json;
using Words = std::vector<std::string>;

/// The smallest that makes pods, with a merge patch.
Rendering rendered(const json& patch) {
  json application = json::parse(R"({
    "apiVersion": "sparkoperator.k8s.io/v1beta2", "kind": "SparkApplication",
    "metadata": {"name": "a"},
    "spec": {"type": "Scala", "sparkVersion": "4.1.4", "image": "i", "mainClass": "a.Main",
             "mainApplicationFile": "local:///a.jar", "driver": {}, "executor": {}}})");
  application.merge_patch(patch);
  Context context;
  context.namespace_name = "team";
  context.read_file = [](const std::string&) -> Result<std::string> { return Error{"no file"}; };
  return render_spark_application(application, context);
}

json spec(const json& patch) {
  return {{"spec", patch}};
}

const json& container(const json& pod) {
  return pod["spec"]["containers"][0];
}

TEST(SparkApplication, HasTheOperatorsDefaults) {
  const Rendering rendering = rendered(json::object());
  ASSERT_EQ(rendering.mistakes, Words());
  EXPECT_EQ(rendering.driver["metadata"]["name"], "a-driver");
  EXPECT_EQ(rendering.driver["metadata"]["namespace"], "team");
  EXPECT_EQ(container(rendering.driver)["resources"],
            json({{"limits", {{"memory", "1408Mi"}}},
                  {"requests", {{"cpu", "1"}, {"memory", "1408Mi"}}}}));
}

TEST(SparkApplication, FieldsBecomeConfs) {
  const Rendering rendering = rendered(spec(
      {{"sparkConf", {{"spark.executor.memory", "2g"}, {"spark.ui.port", "4050"}}},
       {"imagePullSecrets", {"p"}},
       {"nodeSelector", {{"pool", "spark"}}},
       {"driver",
        {{"podName", "d"},
         {"coreRequest", "100m"},
         {"coreLimit", "1200m"},
         {"envVars", {{"A", "1"}}},
         {"envSecretKeyRefs", {{"B", {{"name", "s"}, {"key", "k"}}}}},
         {"secrets", {{{"name", "gcp"}, {"path", "/gcp"}, {"secretType", "GCPServiceAccount"}}}},
         {"annotations", {{"x", "y"}}},
         {"image", "own:1"}}}}));
  ASSERT_EQ(rendering.mistakes, Words());
  const json& driver = rendering.driver;
  EXPECT_EQ(driver["metadata"]["name"], "d");
  EXPECT_EQ(driver["metadata"]["annotations"], json({{"x", "y"}}));
  EXPECT_EQ(driver["spec"]["nodeSelector"], json({{"pool", "spark"}}));
  EXPECT_EQ(driver["spec"]["imagePullSecrets"], json::array({{{"name", "p"}}}));
  EXPECT_EQ(container(driver)["image"], "own:1");
  EXPECT_EQ(container(driver)["resources"]["limits"]["cpu"], "1200m");
  EXPECT_EQ(container(driver)["ports"][2]["containerPort"], 4050);
  const std::string env = container(driver)["env"].dump();
  for (const char* variable :
       {R"({"name":"A","value":"1"})",
        R"("name":"GOOGLE_APPLICATION_CREDENTIALS","value":"/gcp/key.json")",
        R"({"name":"B","valueFrom":{"secretKeyRef":{"key":"k","name":"s"}}})"}) {
    EXPECT_NE(env.find(variable), env.npos) << variable;
  }
  EXPECT_EQ(container(rendering.executor)["resources"]["limits"]["memory"], "2432Mi");
}

TEST(SparkApplication, LabelsReachBothPodsButKueues) {
  const json labels = {{"team", "x"}, {"kueue.x-k8s.io/queue-name", "q"}};
  const Rendering rendering = rendered({{"metadata", {{"labels", labels}}}});
  EXPECT_EQ(rendering.driver["metadata"]["labels"]["team"], "x");
  EXPECT_EQ(rendering.executor["metadata"]["labels"]["team"], "x");
  EXPECT_EQ(rendering.driver["metadata"]["labels"].count("kueue.x-k8s.io/queue-name"), 0U);
}

TEST(SparkApplication, TakesTemplatesInPlaceOfFiles) {
  const json pod = {{"spec",
                     {{"tolerations", {{{"key", "spot"}}}},
                      {"containers", {{{"name", "log"}}, {{"name", "spark-kubernetes-driver"}}}}}}};
  const Rendering rendering = rendered(spec({{"driver", {{"template", pod}}}}));
  ASSERT_EQ(rendering.mistakes, Words());
  EXPECT_EQ(rendering.driver["spec"]["tolerations"][0]["key"], "spot");
  EXPECT_EQ(rendering.driver["spec"]["containers"][0]["name"], "log");
  EXPECT_EQ(rendering.driver["metadata"]["labels"].count(
                "sparkoperator.k8s.io/mutated-by-spark-operator"),
            0U);
  EXPECT_EQ(rendering.driver["metadata"]["ownerReferences"][0]["kind"], "SparkApplication");
}

TEST(SparkApplication, BatchSchedulersLeaveTheirMarks) {
  const auto metadata = [](const char* scheduler) {
    return rendered(
               spec({{"batchScheduler", scheduler}, {"batchSchedulerOptions", {{"queue", "q"}}}}))
        .driver["metadata"];
  };
  EXPECT_EQ(metadata("volcano")["annotations"]["scheduling.k8s.io/group-name"], "spark-a-pg");
  EXPECT_EQ(metadata("yunikorn")["labels"]["queue"], "q");
  EXPECT_EQ(metadata("yunikorn")["annotations"]["yunikorn.apache.org/task-group-name"],
            "spark-driver");
  EXPECT_EQ(metadata("kube-scheduler")["labels"]["scheduling.x-k8s.io/pod-group"], "a-pg");
}

TEST(SparkApplication, MistakesNameTheirField) {
  const auto mistakes = [](const json& patch) { return rendered(patch).mistakes; };
  EXPECT_EQ(mistakes(spec({{"type", nullptr}})), Words{"spec.type: needed, and not there"});
  EXPECT_EQ(mistakes(spec({{"type", "Go"}})), Words{"spec.type: Java, Scala, Python or R, not Go"});
  EXPECT_EQ(mistakes(spec({{"sparkVersion", 3.5}})), Words{"spec.sparkVersion: must be a string"});
  EXPECT_EQ(mistakes(spec({{"driver", {{"cores", "1"}}}})),
            Words{"spec.driver.cores: must be a whole number"});
  EXPECT_EQ(mistakes(spec({{"driver", {{"labels", {{"a", 1}}}}}})),
            Words{"spec.driver.labels: must be strings by name"});
  EXPECT_EQ(mistakes(spec({{"executor", {{"tolerations", {1}}}}})),
            Words{"spec.executor.tolerations: must be a list of objects"});
  EXPECT_EQ(mistakes(spec({{"driver", {{"memory", "lots"}}}})),
            Words{"spark.driver.memory: 'lots' is no amount of memory such as 512m or 4g"});
  EXPECT_EQ(mistakes({{"metadata", nullptr}}), Words{"metadata.name: needed, and not there"});
  EXPECT_EQ(mistakes({{"spec", 1}})[0], "spec: must be an object");
  EXPECT_EQ(mistakes({{"apiVersion", "spark.apache.org/v1"}}),
            Words{"apiVersion: sparkoperator.k8s.io/v1beta2 is rendered, not spark.apache.org/v1"});
  EXPECT_EQ(mistakes({{"kind", "ScheduledSparkApplication"}})[0],
            "spec.template: needed, and not there");
}

}  // namespace
}  // namespace sparkgate::render
