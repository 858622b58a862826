#include "decision/secret.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "decision/becoming.h"
#include "decision/item.h"
#include "decision/never_touched.h"
#include "decision/same.h"

namespace sparkgate::decision {
namespace {

using nlohmann::json;

constexpr std::int64_t kDefaultMode = 0644;  // what the API server fills in

std::string_view text_in(const json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_string()) return {};
  return found->get_ref<const std::string&>();
}

/// Whether a reference of the pod means our Secret (and key), with the same word on its absence.
bool alike(View present, const json& wanted) {
  return present["name"].text() == text_in(wanted, "name") &&
         present["key"].text() == text_in(wanted, "key") &&
         present["optional"].boolean().value_or(false) == wanted.contains("optional");
}

/// The last of that name: of two variables it is what the container sees.
View item_called(View list, std::string_view name) {
  View found;
  for (const View item : list.items()) {
    if (item["name"].text() == name) found = item;
  }
  return found;
}

bool settle_variable(Walk& walk, const Edit& variable, View env) {
  const View present = item_called(env, variable.name);
  if (!present.present()) return false;
  const json& wanted = variable.value["valueFrom"]["secretKeyRef"];
  if (alike(present["valueFrom"]["secretKeyRef"], wanted)) return true;
  if (variable.strength == Strength::win) return false;
  walk.leave_out(variable, "the variable " + variable.name + " is set already");
  return true;
}

bool settle_all_keys(const Edit& source, View env_from) {
  for (const View present : env_from.items()) {
    if (present["prefix"].text() == text_in(source.value, "prefix") &&
        alike(present["secretRef"], source.value["secretRef"])) {
      return true;
    }
  }
  return false;
}

const std::string& text_of(const Edit& edit) {
  return edit.value.get_ref<const std::string&>();
}

/// What the volume of that name holds, as the policies want it.
const Edit* wanted_files(const Walk& walk, const Edit* volume) {
  const Edit* volumes = walk.spec ? walk.spec->find("volumes") : nullptr;
  const Edit* found = volumes && volume ? volumes->find(text_of(*volume)) : nullptr;
  return found ? found->find("secret") : nullptr;
}

constexpr std::array<std::string_view, 4> kOfFiles = {"secretName", "items", "defaultMode",
                                                      "optional"};

/// Whether a volume of the pod has these very files.
bool has_files(View volume, const Edit& wanted) {
  const View secret = volume["secret"];
  const Edit* items = wanted.find("items");
  const Edit* mode = wanted.find("defaultMode");
  const std::int64_t wanted_mode = mode ? mode->value.get<std::int64_t>() : kDefaultMode;
  return secret["secretName"].text() == text_of(*wanted.find("secretName")) &&
         secret["defaultMode"].integer().value_or(kDefaultMode) == wanted_mode &&
         secret["optional"].boolean().value_or(false) == (wanted.find("optional") != nullptr) &&
         (items ? same(secret["items"], items->value, *items->field) : secret["items"].size() == 0);
}

/// Whether a volume of the pod keeps the Secret that it has, with the same files.
bool keeps_files(const Walk& walk, View volume) {
  const Edit* volumes = walk.find(walk.spec, "volumes");
  const Edit* ours = volumes ? edit_of(*volumes, volume) : nullptr;
  if (!ours || ours->of_secret) return true;
  const Becoming becoming(walk, ours, volume);
  if (!becoming.pods("secret").present()) return false;
  // A default may yet say what the pod does not.
  const Becoming secret = becoming.member("secret");
  return std::none_of(kOfFiles.begin(), kOfFiles.end(),
                      [&](std::string_view name) { return secret.changer(name) != nullptr; });
}

/// "/mnt/aws/" is mounted where "/mnt/aws" is.
std::string_view place_of(View mount) {
  std::string_view path = mount["mountPath"].text();
  while (path.ends_with('/')) path.remove_suffix(1);
  return path;
}

/// A part of a volume shows other files than all of it. A Secret is read-only whatever is said.
bool shows_all(View mount) {
  return mount["subPath"].text().empty() && mount["subPathExpr"].text().empty();
}

bool settle_mount(Walk& walk, const Edit& mount, View mounts) {
  const Edit* volume = mount.find("name");
  const Edit* wanted = wanted_files(walk, volume);
  const View volumes = walk.subject.pod["spec"]["volumes"];
  if (!wanted || (volumes.present() && !volumes.is_list())) return true;  // nowhere for the volume
  for (const View present : mounts.items()) {
    if (place_of(present) != mount.name) continue;
    const View theirs = item_called(volumes, present["name"].text());
    if (shows_all(present) && has_files(theirs, *wanted) && keeps_files(walk, theirs)) return true;
    const bool replaces =
        mount.strength == Strength::win && !is_spark_volume(present["name"].text());
    if (replaces && present["mountPath"].text() == mount.name) break;
    walk.leave_out(mount, "something else is mounted at " + mount.name + " already");
    return true;
  }
  const std::string& name = text_of(*volume);
  const View namesake = item_called(volumes, name);
  if (namesake.present() && !has_files(namesake, *wanted)) {
    walk.leave_out(mount, "the pod has another volume called " + name);
    return true;
  }
  walk.secret_volumes.push_back(name);
  return false;
}

}  // namespace

bool settle_secret(Walk& walk, const Edit& item, View list) {
  const std::string_view type = item.field->type->name;
  if (type == "EnvVar") return settle_variable(walk, item, list);
  if (type == "EnvFromSource") return settle_all_keys(item, list);
  if (type == "VolumeMount") return settle_mount(walk, item, list);
  if (type != "Volume") return false;
  const auto& used = walk.secret_volumes;
  return std::find(used.begin(), used.end(), item.name) == used.end();
}

bool replaces_mount(const Edit& item) {
  return item.of_secret && item.field->type->name == "VolumeMount";
}

void put_secret_volumes_last(Edit& pod_template) {
  Edit* spec = pod_template.find("spec");
  const Edit* volumes = spec ? spec->find("volumes") : nullptr;
  if (!volumes || std::none_of(volumes->children.begin(), volumes->children.end(),
                               [](const Edit& volume) { return volume.of_secret; })) {
    return;
  }
  std::stable_partition(spec->children.begin(), spec->children.end(),
                        [](const Edit& member) { return member.name != "volumes"; });
}

}  // namespace sparkgate::decision
