#include "decision/needs_volume.h"

#include <algorithm>
#include <string>

namespace sparkgate::decision {
namespace {

using std::string_view;

/// Whether a volume can be a device: what else has a file system on it.
bool is_block(string_view source) {
  return source == "persistentVolumeClaim" || source == "ephemeral";
}

/// Whether pod or template have the volume, of a kind that can be a device when it is to be one.
bool has_volume(const Walk& walk, string_view name, bool device) {
  const Edit* volumes = walk.spec ? walk.spec->find("volumes") : nullptr;
  const auto ours = [&](const Edit& volume) {
    return volume.adds && volume.name == name &&
           (!device || std::any_of(volume.children.begin(), volume.children.end(),
                                   [](const Edit& source) { return is_block(source.name); }));
  };
  for (const View volume : walk.subject.pod["spec"]["volumes"].items()) {
    if (volume["name"].text() != name) continue;
    return !device || volume["persistentVolumeClaim"].present() || volume["ephemeral"].present();
  }
  return volumes && std::any_of(volumes->children.begin(), volumes->children.end(), ours);
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
  if (!name.empty()) {
    return has_volume(walk, name, item.field->type->name == "VolumeDevice") ? "" : name;
  }
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
