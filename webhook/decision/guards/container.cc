#include "decision/guards/container.h"

#include <algorithm>
#include <string>

#include "decision/becoming.h"
#include "decision/guards/whole_pod.h"
#include "decision/item.h"
#include "decision/needs_volume.h"

namespace sparkgate::decision {
namespace {

/// Port names that the pod's own ports keep.
std::vector<std::string_view> names_kept(const Walk& walk, const Edit& ports, View here) {
  std::vector<std::string_view> names;
  ItemEdits by_port(&ports);
  for (const View port : here.items()) {
    const Edit* ours = by_port.of_next(port);
    if (ours && ours->verb == Verb::remove) continue;
    names.push_back(Becoming(walk, ours, port).pods("name").text());
  }
  return names;
}

void guard_ports(Walk& walk, const Edit& ports, View here) {
  std::vector<std::string_view> names = names_kept(walk, ports, here);
  for (const Edit& one : ports.children) {
    const View there = item_of(here, one);
    const Becoming port(walk, &one, there);
    const Edit* named = port.ours("name");
    if (!named) continue;
    const std::string_view name = port.text("name");
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(name);
    } else {
      walk.block(there.present() ? *named : one,
                 "the container has another port called " + std::string(name));
    }
  }
}

constexpr std::string_view kShared = "Bidirectional";

void guard_propagation(Walk& walk, const Edit& edit, View here) {
  const Becoming context = Becoming(walk, &edit, here).member("securityContext");
  if (context.is("privileged", true)) return;
  const std::string reason = "mountPropagation: Bidirectional needs a privileged container";
  const View theirs = here["volumeMounts"];
  const Edit* unprivileged = context.ours("privileged");
  for (const View mount : theirs.items()) {
    if (!unprivileged || mount["mountPropagation"].text() != kShared) continue;
    return walk.block(*unprivileged, reason);
  }
  const Edit* mounts = walk.find(&edit, "volumeMounts");
  if (!mounts) return;
  for (const Edit& one : mounts->children) {
    const Becoming mount(walk, &one, item_of(theirs, one));
    const Edit* ours = mount.ours("mountPropagation");
    if (ours && ours->value == kShared) walk.block(*ours, reason);
  }
}

/// A list of a container: what the template says of it, and the pod's own.
struct List {
  const Walk& walk;
  const Edit* edit;
  View here;

  const Edit* ours(View item) const { return edit_left(walk, edit, item); }

  /// Whether an item of the pod's is still there afterwards.
  bool keeps(View item) const { return !is_taken_out(edit, ours(item)); }
};

/// Whether one of the pod's own is still of this volume.
bool keeps_name(const List& list, std::string_view name) {
  for (const View item : list.here.items()) {
    if (item["name"].text() != name || !list.keeps(item)) continue;
    if (Becoming(list.walk, list.ours(item), item).text("name") == name) return true;
  }
  return false;
}

bool adds_name(const Walk& walk, const Edit* list, std::string_view name) {
  return list && std::any_of(list->children.begin(), list->children.end(), [&](const Edit& one) {
           return one.adds && Becoming(walk, &one, View()).text("name") == name;
         });
}

/// Blocks items of a list whose volume the container uses in the other way: the pod's own, or
/// those of `first`, which may be null.
void guard_use(Walk& walk, const Edit* list, const List& other, const Edit* first,
               const std::string& use) {
  if (!list) return;
  for (const Edit& one : list->children) {
    const std::string_view name = Becoming(walk, &one, View()).text("name");
    if (name.empty() || !(keeps_name(other, name) || adds_name(walk, first, name))) continue;
    walk.block(one, "the volume " + std::string(name) + " is " + use);
  }
}

/// Blocks items of a list whose path is one of the other list's.
void guard_paths(Walk& walk, const Edit* list, const List& others, const char* path) {
  if (!list) return;
  for (const Edit& one : list->children) {
    for (const View other : others.here.items()) {
      if (one.verb == Verb::remove || other[path].text() != one.name) continue;
      if (!others.keeps(other)) continue;
      walk.block(one, "something else is at " + one.name);
      break;
    }
  }
}

/// A volume is a file system or a device in a container, not both; so is a path.
void guard_devices(Walk& walk, const Edit& edit, View here) {
  const List mounts{walk, walk.find(&edit, "volumeMounts"), here["volumeMounts"]};
  const List devices{walk, walk.find(&edit, "volumeDevices"), here["volumeDevices"]};
  guard_use(walk, devices.edit, mounts, mounts.edit, "mounted");
  guard_use(walk, mounts.edit, devices, nullptr, "a device");
  guard_paths(walk, devices.edit, mounts, "mountPath");
  guard_paths(walk, mounts.edit, devices, "devicePath");
}

}  // namespace

void guard_container(Walk& walk, const Edit& edit, View here) {
  if (!here.present() && lacks_volume(walk, edit)) return;
  if (const Edit* ports = walk.find(&edit, "ports")) {
    guard_ports(walk, *ports, ports->verb == Verb::replace ? View() : here["ports"]);
  }
  guard_propagation(walk, edit, here);
  guard_devices(walk, edit, here);
}

void guard_handler(Walk& walk, const Edit& edit, View here) {
  const Becoming probe(walk, &edit, here);
  const auto& ways = edit.field->type->fields;
  const bool has_way = std::any_of(ways.begin(), ways.end(), [&](const PodField& way) {
    return way.alternative && (probe.pods(way.name).present() || probe.member(way.name).any());
  });
  if (!has_way) walk.block(edit, edit.name + " says no way of probing, and the pod neither");
}

void guard_mount(Walk& walk, const Edit& edit, View here) {
  guard_volume_is_there(walk, edit, here);
  const Becoming mount(walk, &edit, here);
  const std::string_view recursive = mount.text("recursiveReadOnly");
  if (recursive.empty() || recursive == "Disabled") return;
  const std::string_view propagation = mount.text("mountPropagation");
  const bool own = propagation.empty() || propagation == "None";
  if (mount.is("readOnly", true) && own) return;
  for (const char* name : {"recursiveReadOnly", "readOnly", "mountPropagation"}) {
    const Edit* ours = mount.ours(name);
    if (ours) walk.block(*ours, "recursiveReadOnly needs readOnly: true and no mountPropagation");
  }
}

}  // namespace sparkgate::decision
