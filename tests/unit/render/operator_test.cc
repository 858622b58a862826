// What the Kubeflow operator 2.5.2 makes of a SparkApplication, recorded before its own webhook.

#include <gtest/gtest.h>

#include "render/render.h"
#include "unit/render/comparable.h"

namespace sparkgate::render {
namespace {

using nlohmann::json;

Context context() {
  Context context;
  context.read_file = [](const std::string& path) -> Result<std::string> {
    return Error{path + ": missing"};
  };
  return context;
}

/// As tests/recordings/README tells it; its securityContext is what the webhook adds.
json spark_pi() {
  return json::parse(R"({
    "apiVersion": "sparkoperator.k8s.io/v1beta2", "kind": "SparkApplication",
    "metadata": {"name": "spark-pi", "namespace": "spark"},
    "spec": {
      "type": "Scala", "mode": "cluster", "sparkVersion": "3.5.9",
      "image": "docker.io/apache/spark:3.5.9", "imagePullPolicy": "IfNotPresent",
      "mainClass": "org.apache.spark.examples.SparkPi",
      "mainApplicationFile": "local:///opt/spark/examples/jars/spark-examples.jar",
      "arguments": ["5000"],
      "driver": {"labels": {"version": "3.5.9"}, "cores": 1, "memory": "512m",
                 "serviceAccount": "spark"},
      "executor": {"labels": {"version": "3.5.9"}, "instances": 2, "cores": 1,
                   "memory": "512m"}}})");
}

TEST(OperatorsPods, AreTheRecordedOnes) {
  const Rendering rendering = render_spark_application(spark_pi(), context());
  ASSERT_EQ(rendering.mistakes, std::vector<std::string>());
  EXPECT_EQ(comparable(rendering.driver), comparable(recorded("spark-operator-2.5.2-driver")));
  EXPECT_EQ(comparable(rendering.executor), comparable(recorded("spark-operator-2.5.2-executor")));
}

TEST(OperatorsPods, OfAScheduledApplicationAreTheRecordedOnes) {
  json spec = spark_pi()["spec"];
  spec.erase("arguments");
  spec["driver"].erase("labels");
  const json scheduled = {{"apiVersion", "sparkoperator.k8s.io/v1beta2"},
                          {"kind", "ScheduledSparkApplication"},
                          {"metadata", {{"name", "pi-scheduled"}, {"namespace", "spark"}}},
                          {"spec", {{"schedule", "@every 30s"}, {"template", spec}}}};
  const Rendering rendering = render_spark_application(scheduled, context());
  ASSERT_EQ(rendering.mistakes, std::vector<std::string>());
  EXPECT_EQ(comparable(rendering.driver),
            comparable(recorded("spark-operator-2.5.2-scheduled-driver")));
}

/// The driver and the executor of spark-pi with a field of `spec` set.
struct Changed {
  explicit Changed(const char* pointer, const json& value) {
    json application = spark_pi();
    application["spec"][json::json_pointer(pointer)] = value;
    rendering = render_spark_application(application, context());
  }
  const json& driver(const char* pointer) const { return at(rendering.driver, pointer); }
  const json& executor(const char* pointer) const { return at(rendering.executor, pointer); }

  Rendering rendering;

 private:
  static const json& at(const json& pod, const char* pointer) {
    return pod.at("spec").at(json::json_pointer(pointer));
  }
};

TEST(OperatorsWebhook, GivesWhatSparkHasNoConfFor) {
  const json affinity = {{"nodeAffinity", json::object()}};
  EXPECT_EQ(Changed("/driver/affinity", affinity).driver("/affinity"), affinity);
  const json toleration = {{"key", "spot"}, {"operator", "Exists"}};
  EXPECT_EQ(Changed("/executor/tolerations", json::array({toleration})).executor("/tolerations/0"),
            toleration);
  EXPECT_EQ(Changed("/driver/priorityClassName", "high").driver("/priorityClassName"), "high");
  EXPECT_EQ(Changed("/batchScheduler", "volcano").executor("/schedulerName"), "volcano");
  EXPECT_EQ(Changed("/driver/hostNetwork", true).driver("/dnsPolicy"), "ClusterFirstWithHostNet");
  const json security = {{"runAsUser", 185}};
  EXPECT_EQ(Changed("/driver/securityContext", security).driver("/containers/0/securityContext"),
            security);
  EXPECT_EQ(Changed("/driver/podSecurityContext", security).driver("/securityContext"), security);
  const json sidecar = {{"name", "log"}, {"image", "log:1"}};
  EXPECT_EQ(Changed("/driver/sidecars", json::array({sidecar})).driver("/containers/1"), sidecar);
  EXPECT_EQ(Changed("/driver/initContainers", json::array({sidecar})).driver("/initContainers/0"),
            sidecar);
  EXPECT_EQ(
      Changed("/executor/memoryLimit", "2g").executor("/containers/0/resources/limits/memory"),
      "2Gi");
  const json gpu = {{"name", "nvidia.com/gpu"}, {"quantity", 2}};
  EXPECT_EQ(
      Changed("/executor/gpu", gpu).executor("/containers/0/resources/limits")["nvidia.com/gpu"],
      "2");
  const json config_map = {{"name", "settings"}, {"path", "/etc/settings"}};
  EXPECT_EQ(
      Changed("/driver/configMaps", json::array({config_map})).driver("/volumes/3/configMap/name"),
      "settings");
}

TEST(OperatorsWebhook, MountsVolumesButLocalDirectories) {
  json application = spark_pi();
  application["spec"]["volumes"] = {
      {{"name", "data"}, {"emptyDir", json::object()}},
      {{"name", "spark-local-dir-1"}, {"hostPath", {{"path", "/x"}}}}};
  application["spec"]["driver"]["volumeMounts"] = {
      {{"name", "data"}, {"mountPath", "/data"}},
      {{"name", "spark-local-dir-1"}, {"mountPath", "/scratch"}}};
  const json driver = render_spark_application(application, context()).driver;
  const json& mounts = driver["spec"]["containers"][0]["volumeMounts"];
  EXPECT_EQ(mounts[0], json({{"name", "spark-local-dir-1"}, {"mountPath", "/scratch"}}));
  EXPECT_EQ(mounts.back(), json({{"name", "data"}, {"mountPath", "/data"}}));
  EXPECT_EQ(driver["spec"]["volumes"][0]["hostPath"], json({{"path", "/x"}, {"type", ""}}));
}

TEST(OperatorsMonitoring, IsAnAgentAnAnnotationAndAPort) {
  const Changed changed("/monitoring",
                        {{"exposeDriverMetrics", true},
                         {"exposeExecutorMetrics", true},
                         {"prometheus", {{"jmxExporterJar", "/p.jar"}, {"port", 9}}}});
  EXPECT_EQ(changed.rendering.driver["metadata"]["annotations"],
            json({{"prometheus.io/path", "/metrics"},
                  {"prometheus.io/port", "9"},
                  {"prometheus.io/scrape", "true"}}));
  const json port = {{"name", "jmx-exporter"}, {"containerPort", 9}, {"protocol", "TCP"}};
  EXPECT_EQ(changed.driver("/containers/0/ports").back(), port);
  EXPECT_NE(changed.executor("/containers/0/env")
                .dump()
                .find("-javaagent:/p.jar=9:/etc/metrics/conf/prometheus.yaml"),
            std::string::npos);
}

}  // namespace
}  // namespace sparkgate::render
