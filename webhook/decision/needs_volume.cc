#include "decision/needs_volume.h"

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <string>
#include <utility>

#include "decision/becoming.h"
#include "decision/guards/whole_pod.h"
#include "decision/item.h"

namespace sparkgate::decision {
namespace {

using std::string_view;

/// The sources that a volume can have for a use: a claim for a device, a folder of the pod's for a
/// file of variables, any for a mount (none).
std::span<const string_view> sources_for(string_view type) {
  static constexpr std::array<string_view, 2> kBlock = {"persistentVolumeClaim", "ephemeral"};
  static constexpr std::array<string_view, 1> kFolder = {"emptyDir"};
  if (type == "VolumeDevice") return kBlock;
  if (type == "EnvVar") return kFolder;
  return {};
}

bool is_among(string_view source, std::span<const string_view> sources) {
  return std::find(sources.begin(), sources.end(), source) != sources.end();
}

/// Whether it will have no source of its own: kube-apiserver makes that an emptyDir.
bool has_no_source(const Edit* ours, const Becoming& volume) {
  if (!ours) return false;  // it came from there
  const auto& fields = ours->field->type->fields;
  return std::none_of(fields.begin(), fields.end(), [&](const PodField& field) {
    return field.alternative && volume.present(field.name);
  });
}

/// Whether pod or template have the volume, with a source for that use.
bool has_volume_for(const Walk& walk, string_view name, string_view type) {
  const Edit* volumes = walk.find(walk.spec, "volumes");
  const Edit* ours = volumes ? walk.find(volumes, name) : nullptr;
  if (ours && !ours->adds) ours = nullptr;
  View there;
  for (const View volume : walk.subject.pod["spec"]["volumes"].items()) {
    if (volume["name"].text() == name) there = volume;
  }
  if (!ours && !there.present()) return false;
  const auto sources = sources_for(type);
  const Becoming volume(walk, ours, there);
  if (sources.empty()) return true;
  if (is_among("emptyDir", sources) && has_no_source(ours, volume)) return true;
  return std::any_of(sources.begin(), sources.end(),
                     [&](string_view one) { return volume.present(one); });
}

string_view text_of(const nlohmann::json& value) {
  return value.is_string() ? string_view(value.get_ref<const std::string&>()) : string_view();
}

/// The volume that an item needs; "" when it needs none.
string_view needed_volume(const Edit& item) {
  return item.verb == Verb::remove ? "" : volume_of(item);
}

void leave_out(Walk& walk, const Edit& item, string_view missing, const char* why) {
  walk.block(item, item.name + " needs the volume " + std::string(missing) + ", which " + why);
}

constexpr const char* kNotThere = "the pod does not have";

/// Whether a policy takes the volume out; it goes when nothing uses it.
bool is_unwanted(const Walk& walk, string_view name) {
  const Edit* volumes = walk.find(walk.spec, "volumes");
  const Edit* ours = volumes ? walk.find(volumes, name) : nullptr;
  return ours && ours->verb == Verb::remove;
}

/// What a container needs of volumes, as the first of each kind; "" for none.
struct Needs {
  string_view missing;   // that nobody takes out
  string_view unwanted;  // there or not
  bool lacks = false;    // one of them is not there
};

void need(const Walk& walk, const Edit& item, Needs& needs) {
  const string_view name = needed_volume(item);
  if (name.empty()) return;
  const bool there = has_volume_for(walk, name, item.field->type->name);
  needs.lacks = needs.lacks || !there;
  const bool unwanted = is_unwanted(walk, name);
  if (there && !unwanted) return;
  string_view& first = unwanted ? needs.unwanted : needs.missing;
  if (first.empty()) first = name;
}

/// How a container uses a volume beyond mounting it.
struct Use {
  bool device = false, file = false;
};

bool uses_device(const Walk& walk, const Edit* list, View devices, string_view volume) {
  for (const View device : devices.items()) {
    const Edit* edit = edit_left(walk, list, device);
    if (is_taken_out(list, edit)) continue;
    if (Becoming(walk, edit, device).text("name") == volume) return true;
  }
  return false;
}

bool uses_file(const Walk& walk, const Edit* list, View variables, string_view volume) {
  std::map<const Edit*, bool> replaced;  // of variables alike it is the last that becomes ours
  bool uses = false;
  for (const View variable : variables.items()) {
    const Edit* edit = edit_left(walk, list, variable);
    if (is_taken_out(list, edit)) continue;
    const bool here = variable["valueFrom"]["fileKeyRef"]["volumeName"].text() == volume;
    const bool is_ours = edit && edit->strength == Strength::win;
    uses = uses || (is_ours ? std::exchange(replaced[edit], here) : here);
  }
  return uses;
}

Use use_of(const Walk& walk, string_view volume) {
  Use use;
  for (const char* list : {"containers", "initContainers"}) {
    std::size_t index = 0;
    for (const View container : walk.subject.pod["spec"][list].items()) {
      const Edit* ours = edit_of_container(walk, list, index++, container);
      if (ours && ours->verb == Verb::remove) continue;
      use.device = use.device || uses_device(walk, walk.find(ours, "volumeDevices"),
                                             container["volumeDevices"], volume);
      use.file = use.file || uses_file(walk, walk.find(ours, "env"), container["env"], volume);
    }
  }
  return use;
}

}  // namespace

string_view volume_of(const Edit& item) {
  const string_view type = item.field->type->name;
  if (type == "VolumeMount" || type == "VolumeDevice") {
    const Edit* name = item.find("name");
    return name ? text_of(name->value) : "";
  }
  static const nlohmann::json::json_pointer kOfFile("/valueFrom/fileKeyRef/volumeName");
  return type == "EnvVar" && item.value.contains(kOfFile) ? text_of(item.value[kOfFile]) : "";
}

void guard_volume_is_there(Walk& walk, const Edit& item, View) {
  const string_view name = needed_volume(item);
  if (name.empty() || has_volume_for(walk, name, item.field->type->name)) return;
  leave_out(walk, item, name, kNotThere);
}

/// Once the container is left out, the volumes that a policy takes out may go. A second pass has to
/// say what the first one said, so they are named only where no other is missing.
bool lacks_volume(Walk& walk, const Edit& container) {
  Needs needs;
  for (const char* list : {"volumeMounts", "volumeDevices", "env"}) {
    const Edit* items = container.find(list);
    if (!items) continue;
    for (const Edit& one : items->children) need(walk, one, needs);
  }
  if (!needs.lacks) return false;
  if (!needs.missing.empty()) {
    leave_out(walk, container, needs.missing, kNotThere);
  } else {
    leave_out(walk, container, needs.unwanted, "a policy takes out");
  }
  return true;
}

void guard_volumes_in_use(Walk& walk) {
  const Edit* volumes = walk.find(walk.spec, "volumes");
  const View theirs = walk.subject.pod["spec"]["volumes"];
  for (std::size_t i = 0; volumes && i < volumes->children.size(); ++i) {
    const Edit& one = volumes->children[i];
    if (one.strength == Strength::fill || one.verb == Verb::remove) continue;
    const View there = item_of(theirs, one);
    if (!there.present()) continue;
    const Use use = use_of(walk, one.name);
    for (const Edit& source : one.children) {
      const bool fits = (!use.device || is_among(source.name, sources_for("VolumeDevice"))) &&
                        (!use.file || is_among(source.name, sources_for("EnvVar")));
      const bool changes = source.adds && !there[source.name].present();
      if (fits || !source.field->alternative || !changes) continue;
      walk.block(one, "the volume " + one.name + " is in use in a way that needs its source");
    }
  }
}

}  // namespace sparkgate::decision
