#include "render/operator_webhook.h"

#include <utility>

#include "decision/quantity.h"
#include "render/pod.h"

namespace sparkgate::render {
namespace {

using nlohmann::json;

/// One pod, and what its application says of its role.
class Addition {
 public:
  Addition(json& pod, const Fields& document, const std::string& role)
      : pod_(pod["spec"]),
        container_(pod_["containers"][container_of(pod_, role)]),
        name_(document.object("metadata").text("name")),
        spec_(document.object("spec")),
        role_(spec_.object(role)),
        is_driver_(role == "driver") {}

  void environment() {
    append_all(container_, "env", role_, "env");
    append_all(container_, "envFrom", role_, "envFrom");
  }

  void config_maps() {
    if (const std::string name = spec_.text("hadoopConfigMap"); !name.empty()) {
      config_map(name, "hadoop-configmap-volume", "/etc/hadoop/conf");
      append(container_, "env", {{"name", "HADOOP_CONF_DIR"}, {"value", "/etc/hadoop/conf"}});
    }
    if (const std::string name = spec_.text("sparkConfigMap"); !name.empty()) {
      config_map(name, "spark-configmap-volume", "/etc/spark/conf");
      append(container_, "env", {{"name", "SPARK_CONF_DIR"}, {"value", "/etc/spark/conf"}});
    }
    for (const Fields& one : role_.objects("configMaps")) {
      const std::string name = one.text("name");
      config_map(name, (name + "-vol").substr(0, 63), one.text("path"));
    }
  }

  /// But local directories, which are Spark's already.
  void volumes() {
    std::vector<std::string> added;
    for (const Fields& mount : role_.objects("volumeMounts")) {
      const std::string name = mount.text("name");
      if (name.starts_with("spark-local-dir-")) continue;
      for (const Fields& volume : spec_.objects("volumes")) {
        if (volume.text("name") != name) continue;
        if (std::find(added.begin(), added.end(), name) == added.end()) {
          append(pod_, "volumes", volume.value());
        }
        added.push_back(name);
        append(container_, "volumeMounts", mount.value());
      }
    }
  }

  void network() {
    for (const Fields& port : role_.objects("ports")) append(container_, "ports", port.value());
    if (role_.is_true("hostNetwork")) {
      pod_["hostNetwork"] = true;
      pod_["dnsPolicy"] = "ClusterFirstWithHostNet";
    }
    append_all(pod_, "hostAliases", role_, "hostAliases");
    replace(pod_, "dnsConfig", "dnsConfig");
  }

  /// Whoever has the name and image of one that is there is not added.
  void containers() {
    for (const auto& [from, to] :
         {std::pair("initContainers", "initContainers"), std::pair("sidecars", "containers")}) {
      for (const Fields& one : role_.objects(from)) {
        bool there = false;
        for (const json& other : pod_.value(to, json::array())) {
          there = there || (other.value("name", json()) == one.text("name") &&
                            other.value("image", json()) == one.text("image"));
        }
        if (!there) append(pod_, to, one.value());
      }
    }
  }

  void scheduling() {
    replace(pod_, "priorityClassName", "priorityClassName");
    std::string scheduler = spec_.text("batchScheduler");
    if (scheduler.empty()) scheduler = role_.text("schedulerName");
    if (!scheduler.empty()) pod_["schedulerName"] = scheduler;
    for (const auto& [key, value] : role_.texts_by_name("nodeSelector")) {
      pod_["nodeSelector"][key] = value;
    }
    replace(pod_, "affinity", "affinity");
    append_all(pod_, "tolerations", role_, "tolerations");
  }

  void resources(Account& account) {
    json& limits = container_["resources"]["limits"];
    if (const std::string limit = role_.text("memoryLimit"); !limit.empty()) {
      limits["memory"] = amount(role_.path_of("memoryLimit"), in_kubernetes_units(limit), account);
    }
    const Fields gpu = role_.object("gpu");
    const std::string name = gpu.text("name");
    const std::string quantity = gpu.number("quantity");
    if (!name.empty() && !quantity.empty() && quantity != "0") limits[name] = quantity;
  }

  void prometheus() {
    const Fields monitoring = spec_.object("monitoring");
    const Fields given = monitoring.object("prometheus");
    const bool own_files =
        !monitoring.text("metricsPropertiesFile").empty() && !given.text("configFile").empty();
    if (!monitoring.has("prometheus") || own_files) return;
    if (!monitoring.is_true(is_driver_ ? "exposeDriverMetrics" : "exposeExecutorMetrics")) return;
    const std::string name = name_ + "-prom-conf";
    config_map(name, name + "-vol", "/etc/metrics/conf");
    const std::string port_name = given.text("portName");
    append(container_, "ports",
           {{"name", port_name.empty() ? "jmx-exporter" : port_name},
            {"containerPort", given.has("port") ? given.value()["port"] : json(8090)},
            {"protocol", "TCP"}});
  }

  void security_and_life() {
    replace(container_, "securityContext", "securityContext");
    replace(pod_, "securityContext", "podSecurityContext");
    replace(pod_, "terminationGracePeriodSeconds", "terminationGracePeriodSeconds");
    replace(container_, "lifecycle", "lifecycle");
    if (role_.is_true("shareProcessNamespace")) pod_["shareProcessNamespace"] = true;
  }

 private:
  /// By its name, else the first.
  static std::size_t container_of(const json& pod, const std::string& role) {
    const json& containers = pod["containers"];
    for (std::size_t i = 0; i < containers.size(); ++i) {
      const json name = containers[i].value("name", json());
      if (name == "spark-kubernetes-" + role || (role == "executor" && name == "executor")) {
        return i;
      }
    }
    return 0;
  }

  /// `512m` of Java is `512Mi` here.
  static std::string in_kubernetes_units(std::string text) {
    if (text.ends_with('b') || text.ends_with('B')) text.pop_back();
    if (text.empty()) return text;
    constexpr std::string_view kJava = "kmgtp", kKubernetes = "KMGTP";
    const auto unit = kJava.find(text.back());
    if (unit == kJava.npos) return text;
    text.back() = kKubernetes[unit];
    return text + "i";
  }

  static void append_all(json& object, const char* key, const Fields& from, const char* list) {
    for (const Fields& item : from.objects(list)) append(object, key, item.value());
  }

  void replace(json& object, const char* key, const char* from) {
    static const json no_text = "";
    if (role_.has(from) && role_.value()[from] != no_text) object[key] = role_.value()[from];
  }

  void config_map(const std::string& name, const std::string& volume, const std::string& path) {
    append(pod_, "volumes", {{"name", volume}, {"configMap", {{"name", name}}}});
    append(container_, "volumeMounts", {{"name", volume}, {"mountPath", path}, {"readOnly", true}});
  }

  json& pod_;
  json& container_;  // stays where it is: containers are added after it is no longer used
  std::string name_;
  Fields spec_, role_;
  bool is_driver_;
};

}  // namespace

void add_as_operator_webhook(json& pod, const Fields& document, const std::string& role,
                             Account& account) {
  Addition addition(pod, document, role);
  addition.environment();
  addition.config_maps();
  addition.volumes();
  addition.network();
  addition.scheduling();
  addition.resources(account);
  addition.prometheus();
  addition.security_and_life();
  addition.containers();
}

}  // namespace sparkgate::render
