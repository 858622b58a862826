#include "decision/needs_volume.h"

#include <algorithm>
#include <string>

namespace sparkgate::decision {
namespace {

using std::string_view;

bool has_volume(const Walk& walk, string_view name) {
  for (const View volume : walk.subject.pod["spec"]["volumes"].items()) {
    if (volume["name"].text() == name) return true;
  }
  const Edit* volumes = walk.spec ? walk.spec->find("volumes") : nullptr;
  if (!volumes) return false;
  return std::any_of(volumes->children.begin(), volumes->children.end(),
                     [&](const Edit& volume) { return volume.adds && volume.name == name; });
}

string_view text_of(const nlohmann::json& value) {
  return value.is_string() ? string_view(value.get_ref<const std::string&>()) : string_view();
}

/// The name of the volume that a mount or a variable says it needs; "" when it says none.
string_view volume_of(const Edit& item) {
  const string_view type = item.field->type->name;
  if (type == "VolumeMount" || type == "VolumeDevice") {
    const Edit* name = item.find("name");
    return name ? text_of(name->value) : "";
  }
  static const nlohmann::json::json_pointer kOfFile("/valueFrom/fileKeyRef/volumeName");
  return type == "EnvVar" && item.value.contains(kOfFile) ? text_of(item.value[kOfFile]) : "";
}

string_view missing_volume(const Walk& walk, const Edit& item) {
  const string_view name = volume_of(item);
  if (!name.empty()) return has_volume(walk, name) ? "" : name;
  if (item.field->type->name != "Container") return "";
  for (const char* list : {"volumeMounts", "volumeDevices", "env"}) {
    const Edit* items = item.find(list);
    if (!items) continue;
    for (const Edit& one : items->children) {
      if (const string_view missing = missing_volume(walk, one); !missing.empty()) return missing;
    }
  }
  return "";
}

}  // namespace

bool lacks_volume(Walk& walk, const Edit& item) {
  if (!item.field->type || item.verb == Verb::remove) return false;
  const std::string_view missing = missing_volume(walk, item);
  if (missing.empty()) return false;
  walk.leave_out(item, item.name + " needs the volume " + std::string(missing) +
                           ", which the pod does not have");
  return true;
}

}  // namespace sparkgate::decision
