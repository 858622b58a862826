#include "decision/needs_volume.h"

#include <algorithm>
#include <initializer_list>
#include <string>

#include "decision/becoming.h"
#include "decision/item.h"

namespace sparkgate::decision {
namespace {

using std::string_view;

/// The sources that a volume can have for a use: any for a mount, a claim for a device, and a
/// folder of the pod's for a file of variables.
using Sources = std::initializer_list<const char*>;

/// Whether pod or template have the volume, with one of the sources (any, when there are none).
bool has_volume(const Walk& walk, string_view name, Sources sources) {
  const Edit* volumes = walk.spec ? walk.spec->find("volumes") : nullptr;
  const Edit* ours = volumes ? volumes->find(name) : nullptr;
  if (ours && !ours->adds) ours = nullptr;
  for (const View volume : walk.subject.pod["spec"]["volumes"].items()) {
    if (volume["name"].text() != name) continue;
    const Becoming becoming(ours, volume);
    return sources.size() == 0 || std::any_of(sources.begin(), sources.end(), [&](const char* one) {
             return becoming.present(one);
           });
  }
  return ours && (sources.size() == 0 ||
                  std::any_of(sources.begin(), sources.end(),
                              [&](const char* one) { return ours->find(one) != nullptr; }));
}

bool has_volume_for(const Walk& walk, string_view name, string_view type) {
  if (type == "VolumeDevice") return has_volume(walk, name, {"persistentVolumeClaim", "ephemeral"});
  return has_volume(walk, name, type == "EnvVar" ? Sources{"emptyDir"} : Sources{});
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
  if (!name.empty()) return has_volume_for(walk, name, item.field->type->name) ? "" : name;
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

bool is_block(string_view source) {
  return source == "persistentVolumeClaim" || source == "ephemeral";
}

/// How a container uses a volume beyond mounting it.
struct Use {
  bool device = false, file = false;
};

Use use_of(View pod, string_view volume) {
  Use use;
  for (const char* list : {"containers", "initContainers"}) {
    for (const View container : pod["spec"][list].items()) {
      for (const View device : container["volumeDevices"].items()) {
        use.device = use.device || device["name"].text() == volume;
      }
      for (const View variable : container["env"].items()) {
        const View file = variable["valueFrom"]["fileKeyRef"];
        use.file = use.file || file["volumeName"].text() == volume;
      }
    }
  }
  return use;
}

}  // namespace

void guard_volumes_in_use(Walk& walk) {
  const Edit* volumes = walk.spec ? walk.spec->find("volumes") : nullptr;
  const View theirs = walk.subject.pod["spec"]["volumes"];
  for (std::size_t i = 0; volumes && i < volumes->children.size(); ++i) {
    const Edit& one = volumes->children[i];
    if (one.strength == Strength::fill || one.verb == Verb::remove) continue;
    const View there = item_of(theirs, one);
    if (!there.present()) continue;
    const Use use = use_of(walk.subject.pod, one.name);
    for (const Edit& source : one.children) {
      const bool fits =
          (!use.device || is_block(source.name)) && (!use.file || source.name == "emptyDir");
      const bool changes = source.adds && !there[source.name].present();
      if (fits || !source.field->alternative || !changes) continue;
      walk.block(one, "the volume " + one.name + " is in use in a way that needs its source");
    }
  }
}

bool lacks_volume(Walk& walk, const Edit& item) {
  if (!item.field->type || item.verb == Verb::remove) return false;
  const std::string_view missing = missing_volume(walk, item);
  if (missing.empty()) return false;
  walk.leave_out(item, item.name + " needs the volume " + std::string(missing) +
                           ", which the pod does not have");
  return true;
}

}  // namespace sparkgate::decision
