#include "render/pod.h"

#include <utility>

#include "decision/quantity.h"

namespace sparkgate::render {

using nlohmann::json;

void append(json& object, const char* key, json item) {
  json& list = object[key];
  if (!list.is_array()) list = json::array();
  list.push_back(std::move(item));
}

void append_env(SparkPod& pod, std::string_view name, std::string_view value) {
  append(pod.container, "env", {{"name", name}, {"value", value}});
}

void append_env_of_field(SparkPod& pod, std::string_view name, std::string_view field) {
  const json reference = {{"apiVersion", "v1"}, {"fieldPath", field}};
  append(pod.container, "env", {{"name", name}, {"valueFrom", {{"fieldRef", reference}}}});
}

void append_volume(SparkPod& pod, std::string_view name, json source, std::string_view path) {
  source["name"] = name;
  append(pod.pod["spec"], "volumes", std::move(source));
  append(pod.container, "volumeMounts", {{"name", name}, {"mountPath", path}});
}

std::string amount(std::string_view key, std::string_view text, Account& account) {
  const auto quantity = decision::Quantity::parse(text);
  if (!quantity) {
    account.mistake(std::string(key) + ": '" + std::string(text) +
                    "' is no amount such as 500m or 2");
    return std::string(text);
  }
  return quantity->text(text.ends_with('i'));
}

json finished(SparkPod pod) {
  append(pod.pod["spec"], "containers", std::move(pod.container));
  return std::move(pod.pod);
}

}  // namespace sparkgate::render
