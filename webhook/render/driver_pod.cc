#include "render/driver_pod.h"

#include <array>
#include <utility>

#include "render/common_steps.h"
#include "render/memory.h"
#include "render/names.h"
#include "render/numbers.h"
#include "render/template.h"
#include "render/volumes.h"

namespace sparkgate::render {
namespace {

using nlohmann::json;

constexpr char kRole[] = "driver";

void add_ports(SparkPod& pod, const Application& app, Account& account) {
  add_port(pod, "driver-rpc-port", port_of(app.conf, "spark.driver.port", 7078, account));
  const std::string block_manager = "spark.driver.blockManager.port";
  add_port(pod, "blockmanager", port_of(app.conf, block_manager, 7079, account));
  add_port(pod, "spark-ui", port_of(app.conf, "spark.ui.port", 4040, account));
  if (!app.version.at_least(4, 1)) return;
  const std::string connect = "spark.connect.grpc.binding.port";
  add_port(pod, "spark-connect", port_of(app.conf, connect, 15002, account));
}

void add_env(SparkPod& pod, const Application& app) {
  append_env(pod, "SPARK_USER", user_of(app));
  append_env(pod, "SPARK_APPLICATION_ID", app_id(app.conf));
  for (const auto& [name, value] : app.conf.with_prefix("spark.kubernetes.driverEnv.")) {
    append_env(pod, name, value);
  }
  append_env_of_field(pod, "SPARK_DRIVER_BIND_ADDRESS", "status.podIP");
}

/// BasicDriverFeatureStep
void basic_step(SparkPod& pod, const Application& app, Account& account) {
  add_metadata(pod, app, kRole, account);
  pod.pod["metadata"]["name"] = driver_pod_name(app.conf);
  pod.pod["spec"]["restartPolicy"] = "Never";
  add_scheduling(pod, app.conf, kRole);
  add_image(pod, app, kRole, account);
  add_ports(pod, app, account);
  add_env(pod, app);
  add_resources(pod, app.conf, kRole, driver_memory(app, account), account);
  add_security_context(pod, app, kRole);
}

/// DriverKubernetesCredentialsFeatureStep: a service account, or credentials from the submitter.
void credentials_step(SparkPod& pod, const Conf& conf) {
  const std::string prefix = "spark.kubernetes.authenticate.driver.";
  for (const char* key : {"oauthToken", "caCertFile", "clientKeyFile", "clientCertFile"}) {
    if (!conf.has(prefix + key)) continue;
    const std::string secret = resource_prefix(conf) + "-kubernetes-credentials";
    append_volume(pod, "kubernetes-credentials", {{"secret", {{"secretName", secret}}}},
                  "/mnt/secrets/spark-kubernetes-credentials");
    return;
  }
  set_service_account(pod, conf.get({prefix + "serviceAccountName"}));
}

void add_python_env(SparkPod& pod, const Conf& conf) {
  const std::string python = conf.get({"spark.pyspark.python"});
  const std::string of_driver = conf.get({"spark.pyspark.driver.python"});
  if (!python.empty()) append_env(pod, "PYSPARK_PYTHON", python);
  if (!of_driver.empty()) append_env(pod, "PYSPARK_DRIVER_PYTHON", of_driver);
}

/// DriverCommandFeatureStep
void command_step(SparkPod& pod, const Application& app) {
  json& args = pod.container["args"];
  if (!args.is_array()) args = json::array();
  args.push_back("driver");
  if (!app.proxy_user.empty()) args.insert(args.end(), {"--proxy-user", app.proxy_user});
  args.insert(args.end(), {"--properties-file", "/opt/spark/conf/spark.properties", "--class",
                           app.main_class, app.resource});
  for (const std::string& argument : app.arguments) args.push_back(argument);
  if (app.language == Language::python) add_python_env(pod, app.conf);
}

/// PodTemplateConfigMapStep: how the executors' template reaches the driver.
void template_step(SparkPod& pod, const Conf& conf) {
  if (!conf.has("spark.kubernetes.executor.podTemplateFile")) return;
  const json item = {{"key", "podspec-configmap-key"}, {"path", "pod-spec-template.yml"}};
  append_volume(pod, "pod-template-volume",
                {{"configMap",
                  {{"name", resource_prefix(conf) + "-driver-podspec-conf-map"},
                   {"items", json::array({item})}}}},
                "/opt/spark/pod-template");
}

/// KubernetesClientApplication: spark.properties.
void conf_step(SparkPod& pod) {
  append_env(pod, "SPARK_CONF_DIR", "/opt/spark/conf");
  const json item = {{"key", "spark.properties"}, {"path", "spark.properties"}, {"mode", 0644}};
  const std::string name = "spark-drv-" + std::string(kUniqueId) + "-conf-map";
  append_volume(pod, "spark-conf-volume-driver",
                {{"configMap", {{"name", name}, {"items", json::array({item})}}}},
                "/opt/spark/conf");
}

}  // namespace

SparkPod driver_pod(const Application& app, Account& account) {
  SparkPod pod = from_template(app.driver_template, app.conf, kRole, account);
  basic_step(pod, app, account);
  credentials_step(pod, app.conf);
  mount_secrets(pod, app.conf, kRole);
  add_env_secrets(pod, app.conf, kRole, account);
  mount_volumes(pod, app.conf, kRole, account);
  command_step(pod, app);
  mount_hadoop_conf(pod, app.conf);
  template_step(pod, app.conf);
  add_local_dirs(pod, app.conf, "");
  conf_step(pod);
  return pod;
}

}  // namespace sparkgate::render
