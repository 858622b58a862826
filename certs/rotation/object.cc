#include "certs/rotation/object.h"

#include "certs/cluster/json.h"

namespace sparkgate::rotation {
namespace {

using nlohmann::json;

/// Those of `object`; an empty map when it has none.
json annotations_of(const json& object) {
  const json::json_pointer pointer("/metadata/annotations");
  const json found = object.contains(pointer) ? object[pointer] : json();
  return found.is_object() ? found : json::object();
}

}  // namespace

Result<json> read_object(const std::string& text, const std::string& kind) {
  Result<json> object = cluster::parse_json(text);
  if (!object)
    return Error{"the API server's answer is no " + kind + ": " + object.error().message};
  if (text_at(*object, "/kind") != kind) return Error{"the API server's answer is no " + kind};
  if (text_at(*object, "/metadata/resourceVersion").empty()) {
    return Error{"the API server's answer is a " + kind + " without a resourceVersion"};
  }
  return object;
}

std::string text_at(const json& object, const char* pointer) {
  const json::json_pointer place(pointer);
  if (!object.contains(place) || !object[place].is_string()) return "";
  return object[place].get<std::string>();
}

std::optional<certs::Time> time_in(const json& object, const char* annotation) {
  const json found = annotations_of(object);
  if (!found.contains(annotation) || !found[annotation].is_string()) return std::nullopt;
  const auto time = certs::read_utc(found[annotation].get<std::string>());
  return time ? std::optional(*time) : std::nullopt;
}

void write_time(json& object, const char* annotation, certs::Time time) {
  json annotations = annotations_of(object);
  annotations[annotation] = certs::utc_text(time);
  object["metadata"]["annotations"] = std::move(annotations);
}

std::string cert_manager_in(const json& object) {
  const json annotations = annotations_of(object);
  for (const auto& [key, value] : annotations.items()) {
    if (key.starts_with("cert-manager.io/")) {
      return key + ": " + (value.is_string() ? value.get<std::string>() : value.dump());
    }
  }
  return "";
}

}  // namespace sparkgate::rotation
