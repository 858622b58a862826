#include "render/executor_pod.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "render/common_steps.h"
#include "render/java_options.h"
#include "render/memory.h"
#include "render/names.h"
#include "render/numbers.h"
#include "render/template.h"
#include "render/volumes.h"

namespace sparkgate::render {
namespace {

using nlohmann::json;

constexpr char kRole[] = "executor";

/// The last 63 letters of the pod's name, as a host may be called.
std::string hostname(const std::string& name) {
  std::string host = name.substr(name.size() > 63 ? name.size() - 63 : 0);
  host.erase(0, host.find_first_not_of('-'));
  return host;
}

std::string driver_url(const Application& app, Account& account) {
  const bool by_ip =
      app.version.at_least(4, 1) &&
      app.conf.is_true("spark.kubernetes.executor.useDriverPodIP", app.version.at_least(4, 3));
  std::string host = by_ip ? std::string(kDriverIp) : driver_host(app.conf);
  if (!app.cluster_mode) host = app.conf.get({"spark.driver.host"}, kDriverIp);
  const int port = port_of(app.conf, "spark.driver.port", 7078, account);
  return "spark://CoarseGrainedScheduler@" + host + ":" + std::to_string(port);
}

void add_env(SparkPod& pod, const Application& app, Account& account) {
  const Conf& conf = app.conf;
  append_env(pod, "SPARK_USER", user_of(app));
  append_env(pod, "SPARK_DRIVER_URL", driver_url(app, account));
  append_env(pod, "SPARK_EXECUTOR_CORES", conf.get({"spark.executor.cores"}, "1"));
  append_env(pod, "SPARK_EXECUTOR_MEMORY", std::to_string(executor_heap(app, account)) + "m");
  append_env(pod, "SPARK_APPLICATION_ID", app_id(conf));
  append_env(pod, "SPARK_CONF_DIR", "/opt/spark/conf");
  append_env(pod, "SPARK_EXECUTOR_ID", "1");
  if (app.version.at_least(3, 1)) append_env(pod, "SPARK_RESOURCE_PROFILE_ID", "0");
  for (const auto& [name, value] : conf.with_prefix("spark.executorEnv.")) {
    append_env(pod, name, value);
  }
  // The image's entrypoint gives it to the driver as a conf.
  if (app.cluster_mode && app.version.at_least(3, 5)) {
    append_env(pod, "SPARK_DRIVER_POD_IP", kDriverIp);
  }
  if (conf.is_true("spark.authenticate")) {
    append_env(pod, "_SPARK_AUTH_SECRET", std::string(64, '0'));
  }
  const std::string path = conf.get({"spark.executor.extraClassPath"});
  if (!path.empty()) append_env(pod, "SPARK_CLASSPATH", path);
  int number = 0;
  for (const std::string& option : java_options(app)) {
    append_env(pod, "SPARK_JAVA_OPT_" + std::to_string(number++), option);
  }
  append_env_of_field(pod, "SPARK_EXECUTOR_POD_IP", "status.podIP");
  if (app.version.at_least(3, 3)) {
    append_env_of_field(pod, "SPARK_EXECUTOR_POD_NAME", "metadata.name");
  }
}

/// Who is gone when the driver is.
void add_owner(SparkPod& pod, const Application& app) {
  if (!app.cluster_mode && !app.conf.has("spark.kubernetes.driver.pod.name")) return;
  append(pod.pod["metadata"], "ownerReferences",
         {{"apiVersion", "v1"},
          {"kind", "Pod"},
          {"name", driver_pod_name(app.conf)},
          {"uid", kNoUid},
          {"controller", true}});
}

void add_container(SparkPod& pod, const Application& app, Account& account) {
  add_image(pod, app, kRole, account);
  if (!app.version.at_least(3, 4)) pod.container.erase("ports");
  const int port = port_of(app.conf, "spark.blockManager.port", 7079, account);
  if (port != 0) add_port(pod, "blockmanager", port);
  add_env(pod, app, account);
  append(pod.container, "args", kRole);
  add_resources(pod, app.conf, kRole, executor_memory(app, account), account);
  add_security_context(pod, app, kRole);
  if (app.version.at_least(4, 2)) {
    for (const char* resource : {"cpu", "memory"}) {
      append(pod.container, "resizePolicy",
             {{"resourceName", resource}, {"restartPolicy", "NotRequired"}});
    }
  }
  if (app.conf.is_true("spark.decommission.enabled")) {
    const json script = app.conf.get({"spark.kubernetes.decommission.script"}, "/opt/decom.sh");
    pod.container["lifecycle"] = {{"preStop", {{"exec", {{"command", json::array({script})}}}}}};
  }
}

/// BasicExecutorFeatureStep
void basic_step(SparkPod& pod, const Application& app, Account& account) {
  const std::string name = executor_pod_name(app.conf);
  add_metadata(pod, app, kRole, account);
  pod.pod["metadata"]["name"] = name;
  add_owner(pod, app);
  json& spec = pod.pod["spec"];
  spec["hostname"] = hostname(name);
  spec["restartPolicy"] = "Never";
  if (app.version.at_least(4, 1)) {
    const std::string key = "spark.kubernetes.executor.terminationGracePeriodSeconds";
    spec["terminationGracePeriodSeconds"] = seconds_of(app.conf, key, 30, account);
  }
  add_scheduling(pod, app.conf, kRole);
  add_container(pod, app, account);
  if (app.conf.is_true("spark.kubernetes.executor.disableConfigMap")) return;
  const std::string map = "spark-exec-" + std::string(kUniqueId) + "-conf-map";
  append_volume(pod, "spark-conf-volume-exec", {{"configMap", {{"name", map}}}}, "/opt/spark/conf");
}

/// ExecutorKubernetesCredentialsFeatureStep: only `serviceAccount` of a template is looked at.
void credentials_step(SparkPod& pod, const Conf& conf) {
  if (pod.pod["spec"].contains("serviceAccount")) return;
  const std::string prefix = "spark.kubernetes.authenticate.";
  set_service_account(pod, conf.get({prefix + "executor.serviceAccountName",
                                     prefix + "driver.serviceAccountName"}));
}

}  // namespace

SparkPod executor_pod(const Application& app, const std::string& driver_local_dirs,
                      Account& account) {
  SparkPod pod = from_template(app.executor_template, app.conf, kRole, account);
  basic_step(pod, app, account);
  credentials_step(pod, app.conf);
  mount_secrets(pod, app.conf, kRole);
  add_env_secrets(pod, app.conf, kRole, account);
  mount_volumes(pod, app.conf, kRole, account);
  if (app.version.at_least(3, 5)) mount_hadoop_conf(pod, app.conf);
  add_local_dirs(pod, app.conf, driver_local_dirs);
  return pod;
}

}  // namespace sparkgate::render
