#include "render/common_steps.h"

#include <algorithm>
#include <array>
#include <utility>

#include "render/names.h"

namespace sparkgate::render {
namespace {

using nlohmann::json;

/// Spark's own labels, which no conf may set.
json own_labels(const Application& app, const std::string& role) {
  json labels = {{"spark-app-selector", app_id(app.conf)}, {"spark-role", role}};
  if (app.version.at_least(3, 3)) {
    labels["spark-app-name"] = app_name_label(app.conf.get({"spark.app.name"}, "spark"));
    labels["spark-version"] = app.version.text;
  }
  if (role == "executor") {
    labels["spark-exec-id"] = "1";
    if (app.version.at_least(3, 1)) labels["spark-exec-resourceprofile-id"] = "0";
  }
  return labels;
}

std::string executor_id(const std::string& role) {
  return role == "executor" ? "1" : "";
}

/// The items of a list with commas.
std::vector<std::string> items(const std::string& text) {
  std::vector<std::string> result;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    if (end > begin) result.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return result;
}

/// `spark.ROLE.resource.gpu.amount` and `.vendor`: a limit `nvidia.com/gpu`.
/// Source: KubernetesConf.buildKubernetesResourceName.
void add_devices(json& resources, const Conf& conf, const std::string& role, Account& account) {
  const std::string prefix = "spark." + role + ".resource.";
  for (const auto& [rest, value] : conf.with_prefix(prefix)) {
    if (!rest.ends_with(".amount")) continue;
    const std::string name = rest.substr(0, rest.size() - std::string_view(".amount").size());
    const std::string vendor = conf.get({prefix + name + ".vendor"});
    if (vendor.empty()) {
      account.mistake(prefix + name + ".vendor: needed beside " + prefix + rest);
      continue;
    }
    resources["limits"][vendor + "/" + name] = amount(prefix + rest, value, account);
  }
}

}  // namespace

void add_metadata(SparkPod& pod, const Application& app, const std::string& role,
                  Account& account) {
  const Conf& conf = app.conf;
  json& metadata = pod.pod["metadata"];
  const json own = own_labels(app, role);
  const std::string prefix = "spark.kubernetes." + role + ".";
  for (const auto& [name, value] : conf.with_prefix(prefix + "label.")) {
    if (own.contains(name)) {
      account.mistake(prefix + "label." + name + ": Spark keeps this label to itself");
    }
    const bool replaced = app.version.at_least(4, 0);
    metadata["labels"][name] = replaced ? with_ids(value, conf, executor_id(role)) : value;
  }
  metadata["labels"].update(own);
  for (const auto& [name, value] : conf.with_prefix(prefix + "annotation.")) {
    metadata["annotations"][name] = with_ids(value, conf, executor_id(role));
  }
  metadata["namespace"] = namespace_of(conf);
}

void add_scheduling(SparkPod& pod, const Conf& conf, const std::string& role) {
  json& spec = pod.pod["spec"];
  const std::string prefix = "spark.kubernetes." + role + ".";
  for (const std::string& keys : {std::string("spark.kubernetes."), prefix}) {
    for (const auto& [name, value] : conf.with_prefix(keys + "node.selector.")) {
      spec["nodeSelector"][name] = value;
    }
  }
  for (const auto& name : items(conf.get({"spark.kubernetes.container.image.pullSecrets"}))) {
    append(spec, "imagePullSecrets", {{"name", name.substr(name.find_first_not_of(' '))}});
  }
  const std::string scheduler =
      conf.get({prefix + "scheduler.name", "spark.kubernetes.scheduler.name"});
  if (!scheduler.empty()) spec["schedulerName"] = scheduler;
}

void add_image(SparkPod& pod, const Application& app, const std::string& role, Account& account) {
  const std::string general = "spark.kubernetes.container.image";
  std::string image = app.conf.get({"spark.kubernetes." + role + ".container.image", general});
  if (image.empty()) {
    account.mistake("no image for the " + role + ": " + general + " is not set");
  }
  constexpr std::string_view kVersion = "{{SPARK_VERSION}}";
  const auto at = app.version.at_least(4, 1) ? image.find(kVersion) : image.npos;
  if (at != image.npos) image.replace(at, kVersion.size(), app.version.text);
  pod.container["image"] = image;
  pod.container["imagePullPolicy"] = app.conf.get({general + ".pullPolicy"}, "IfNotPresent");
  if (!pod.container.contains("name")) pod.container["name"] = "spark-kubernetes-" + role;
}

void add_resources(SparkPod& pod, const Conf& conf, const std::string& role, std::int64_t memory,
                   Account& account) {
  json& resources = pod.container["resources"];
  const std::string prefix = "spark.kubernetes." + role + ".";
  const std::string total = amount("memory", std::to_string(memory) + "Mi", account);
  const std::string request = prefix + "request.cores";
  const std::string cores = conf.get({request, "spark." + role + ".cores"}, "1");
  resources["requests"]["cpu"] = amount(request, cores, account);
  resources["requests"]["memory"] = total;
  resources["limits"]["memory"] = total;
  const std::string limit = prefix + "limit.cores";
  if (conf.has(limit)) resources["limits"]["cpu"] = amount(limit, conf.get({limit}), account);
  add_devices(resources, conf, role, account);
}

void add_security_context(SparkPod& pod, const Application& app, const std::string& role) {
  if (!app.version.at_least(4, 3)) return;
  const std::string key = "securityContext.allowPrivilegeEscalation";
  const bool general = app.conf.is_true("spark.kubernetes." + key);
  pod.container["securityContext"]["allowPrivilegeEscalation"] =
      app.conf.is_true("spark.kubernetes." + role + "." + key, general);
}

void mount_secrets(SparkPod& pod, const Conf& conf, const std::string& role) {
  for (const auto& [name, path] : conf.with_prefix("spark.kubernetes." + role + ".secrets.")) {
    append_volume(pod, name + "-volume", {{"secret", {{"secretName", name}}}}, path);
  }
}

void add_env_secrets(SparkPod& pod, const Conf& conf, const std::string& role, Account& account) {
  const std::string prefix = "spark.kubernetes." + role + ".secretKeyRef.";
  for (const auto& [name, value] : conf.with_prefix(prefix)) {
    const auto colon = value.find(':');
    if (colon == value.npos) {
      account.mistake(prefix + name + ": '" + value + "' is not SECRET:KEY");
      continue;
    }
    const json reference = {{"name", value.substr(0, colon)}, {"key", value.substr(colon + 1)}};
    append(pod.container, "env", {{"name", name}, {"valueFrom", {{"secretKeyRef", reference}}}});
  }
}

void set_service_account(SparkPod& pod, const std::string& account_name) {
  if (account_name.empty()) return;
  pod.pod["spec"]["serviceAccount"] = account_name;
  pod.pod["spec"]["serviceAccountName"] = account_name;
}

void add_local_dirs(SparkPod& pod, const Conf& conf, const std::string& given) {
  std::string directories;
  for (const json& mount : pod.container.value("volumeMounts", json::array())) {
    const std::string name = mount.value("name", "");
    if (!name.starts_with("spark-local-dir-")) continue;
    directories += (directories.empty() ? "" : ",") + mount.value("mountPath", "");
  }
  if (directories.empty()) {
    directories = given.empty() ? conf.get({"spark.local.dir"}, kLocalDir) : given;
    int index = 0;
    const bool in_memory = conf.is_true("spark.kubernetes.local.dirs.tmpfs");
    const json source = in_memory ? json{{"medium", "Memory"}} : json::object();
    for (const std::string& directory : items(directories)) {
      append_volume(pod, "spark-local-dir-" + std::to_string(++index), {{"emptyDir", source}},
                    directory);
    }
  }
  append_env(pod, "SPARK_LOCAL_DIRS", directories);
}

void add_port(SparkPod& pod, const char* name, int port) {
  append(pod.container, "ports", {{"name", name}, {"containerPort", port}, {"protocol", "TCP"}});
}

void mount_hadoop_conf(SparkPod& pod, const Conf& conf) {
  const std::string name = conf.get({"spark.kubernetes.hadoop.configMapName"});
  if (name.empty()) return;
  append_volume(pod, "hadoop-properties", {{"configMap", {{"name", name}}}}, "/opt/hadoop/conf");
  append_env(pod, "HADOOP_CONF_DIR", "/opt/hadoop/conf");
}

std::string local_dirs(const SparkPod& pod) {
  for (const json& variable : pod.container.value("env", json::array())) {
    if (variable.value("name", json()) == "SPARK_LOCAL_DIRS") return variable.value("value", "");
  }
  return "";
}

}  // namespace sparkgate::render
