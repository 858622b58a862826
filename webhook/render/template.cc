#include "render/template.h"

#include <utility>
#include <vector>

#include "policyfile/yaml.h"

namespace sparkgate::render {
namespace {

using nlohmann::json;

/// A path that `file:` URLs are, too; empty for what lies elsewhere.
std::string local_path(const std::string& location) {
  if (location.starts_with("file://")) return location.substr(7);
  if (location.starts_with("file:")) return location.substr(5);
  return location.find("://") == std::string::npos ? location : "";
}

json first_document(const std::string& location, std::string text, Account& account) {
  std::vector<policyfile::Issue> issues;
  policyfile::Source source(location, std::move(text), issues);
  const auto documents = policyfile::parse_yaml(source);
  for (const policyfile::Issue& issue : issues) {
    account.mistake(issue.file + ":" + std::to_string(issue.at.line) + ":" +
                    std::to_string(issue.at.column) + ": " + issue.message);
  }
  if (!issues.empty()) return nullptr;
  if (documents.empty() || !documents.front().is_map()) {
    account.mistake(location + ": no pod in it");
    return nullptr;
  }
  return to_json(documents.front());
}

/// What Kubernetes would refuse to read as a pod.
bool is_pod(const json& pod) {
  const auto metadata = pod.find("metadata");
  if (metadata != pod.end() && !metadata->is_object()) return false;
  const auto spec = pod.find("spec");
  if (spec == pod.end()) return true;
  if (!spec->is_object()) return false;
  const auto containers = spec->find("containers");
  if (containers == spec->end()) return true;
  if (!containers->is_array()) return false;
  for (const json& container : *containers) {
    if (!container.is_object()) return false;
  }
  return true;
}

std::size_t spark_container(const json& containers, const std::string& name, Account& account) {
  if (name.empty()) return 0;
  for (std::size_t i = 0; i < containers.size(); ++i) {
    if (containers[i].value("name", json()) == name) return i;
  }
  account.note("no container of the pod template is called " + name +
               ": Spark takes its first one");
  return 0;
}

}  // namespace

json read_template(const Conf& conf, const std::string& role, const Context& context,
                   Account& account) {
  const std::string key = "spark.kubernetes." + role + ".podTemplateFile";
  if (!conf.has(key)) return nullptr;
  const std::string location = conf.get({key});
  const std::string path = local_path(location);
  if (path.empty()) {
    account.mistake(key + ": " + location + " is not on this machine");
    return nullptr;
  }
  Result<std::string> text = context.read_file(path);
  if (!text) {
    account.mistake(key + ": " + text.error().message);
    return nullptr;
  }
  return first_document(path, std::move(*text), account);
}

SparkPod from_template(const json& pod_template, const Conf& conf, const std::string& role,
                       Account& account) {
  SparkPod result{{{"metadata", json::object()}, {"spec", json::object()}}, json::object()};
  if (pod_template.is_null()) {
    result.pod["apiVersion"] = "v1";
    result.pod["kind"] = "Pod";
    return result;
  }
  if (!is_pod(pod_template)) {
    account.mistake("the pod template of the " + role + " is no pod");
    return result;
  }
  result.pod.update(pod_template);
  result.pod["apiVersion"] = "v1";
  result.pod["kind"] = "Pod";
  json& containers = result.pod["spec"]["containers"];
  if (containers.is_null() || containers.empty()) {
    result.pod["spec"].erase("containers");
    return result;
  }
  const std::string name = conf.get({"spark.kubernetes." + role + ".podTemplateContainerName"});
  const std::size_t chosen = spark_container(containers, name, account);
  result.container = std::move(containers[chosen]);
  containers.erase(chosen);
  return result;
}

}  // namespace sparkgate::render
