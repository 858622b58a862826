#include "unit/render/comparable.h"

#include <algorithm>
#include <fstream>
#include <regex>

namespace sparkgate::render {
namespace {

using nlohmann::json;

/// Names, ids, uids and addresses; `PythonPi` is what Spark's example calls itself.
std::string without_made_up(std::string text) {
  const std::pair<const char*, const char*> rules[] = {
      {"spark-[0-9a-f]{32}", "spark-00000000000000000000000000000000"},
      {"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
       "00000000-0000-0000-0000-000000000000"},
      {"-[0-9a-f]{16}-", "-0000000000000000-"},
      {"pi-scheduled-[0-9]{19}", "pi-scheduled-0"},
      {"pythonpi-", "spark-pi-"},
      {"\"pythonpi\"", "\"spark-pi\""},
      {"10\\.244\\.1\\.[0-9]+", "0.0.0.0"},
      {"(d0){32}", "0000000000000000000000000000000000000000000000000000000000000000"}};
  for (const auto& [pattern, instead] : rules) {
    text = std::regex_replace(text, std::regex(pattern), instead);
  }
  return text;
}

bool is_token(const json& item) {
  return item["name"].get<std::string>().starts_with("kube-api-access-");
}

void erase_if(json& object, const char* key, bool (*unwanted)(const json&)) {
  if (!object.contains(key)) return;
  json kept = json::array();
  for (json& item : object[key]) {
    if (!unwanted(item)) kept.push_back(item);
  }
  object.erase(key);
  if (!kept.empty()) object[key] = kept;
}

void erase_default(json& object, const char* key, const json& value) {
  if (object.contains(key) && object[key] == value) object.erase(key);
}

void sort_by_name(json& object, const char* key) {
  if (!object.contains(key)) return;
  std::sort(object[key].begin(), object[key].end(),
            [](const json& a, const json& b) { return a["name"] < b["name"]; });
}

/// JVM options have numbers in Spark's order: their values count.
void settle_env(json& container) {
  if (!container.contains("env")) return;
  json options = json::array(), others = json::array();
  for (json& variable : container["env"]) {
    const std::string name = variable["name"];
    if (name == "SPARK_USER") variable["value"] = "spark";
    if (name.starts_with("SPARK_JAVA_OPT_")) {
      options.push_back(variable["value"]);
    } else {
      others.push_back(variable);
    }
  }
  std::sort(options.begin(), options.end());
  container["env"] = others;
  sort_by_name(container, "env");
  if (!options.empty()) container["java options"] = options;
}

void settle_container(json& container) {
  container.erase("terminationMessagePath");
  container.erase("terminationMessagePolicy");
  erase_default(container, "resources", json::object());
  erase_if(container, "volumeMounts", is_token);
  sort_by_name(container, "volumeMounts");
  settle_env(container);
  // A device that is limited is requested.
  if (container.contains("resources")) container["resources"]["requests"].erase("nvidia.com/gpu");
}

void settle_volumes(json& spec) {
  erase_if(spec, "volumes", is_token);
  sort_by_name(spec, "volumes");
  if (!spec.contains("volumes")) return;
  for (json& volume : spec["volumes"]) {
    for (const char* source : {"configMap", "secret"}) {
      if (volume.contains(source)) volume[source].erase("defaultMode");
    }
    // Drivers ran outside of their pod, where more files lay in SPARK_CONF_DIR.
    if (volume["name"] == "spark-conf-volume-exec") volume["configMap"].erase("items");
  }
}

bool is_default_toleration(const json& toleration) {
  return toleration.contains("tolerationSeconds") && toleration["tolerationSeconds"] == 300;
}

}  // namespace

std::string comparable(json pod) {
  pod = json::parse(without_made_up(pod.dump()));
  pod.erase("status");
  pod["metadata"].erase("managedFields");
  json& spec = pod["spec"];
  for (const char* key : {"priority", "preemptionPolicy", "enableServiceLinks", "dnsPolicy"}) {
    spec.erase(key);
  }
  erase_default(spec, "securityContext", json::object());
  erase_default(spec, "schedulerName", "default-scheduler");
  erase_default(spec, "terminationGracePeriodSeconds", 30);
  erase_default(spec, "serviceAccount", "default");
  erase_default(spec, "serviceAccountName", "default");
  erase_if(spec, "tolerations", is_default_toleration);
  settle_volumes(spec);
  for (const char* list : {"initContainers", "containers"}) {
    if (!spec.contains(list)) continue;
    for (json& container : spec[list]) settle_container(container);
  }
  return pod.dump(1);
}

json recorded(const std::string& name) {
  std::ifstream file(SPARKGATE_SOURCE_DIR "/tests/recordings/" + name + ".json");
  return json::parse(file)["request"]["object"];
}

}  // namespace sparkgate::render
