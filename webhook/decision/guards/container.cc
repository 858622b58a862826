#include "decision/guards/container.h"

#include <algorithm>
#include <string>

#include "decision/becoming.h"
#include "decision/item.h"

namespace sparkgate::decision {
namespace {

/// Port names that the pod's own ports keep.
std::vector<std::string_view> names_kept(const Edit& ports, View here) {
  std::vector<std::string_view> names;
  for (const View port : here.items()) {
    const Edit* ours = edit_of(ports, port);
    if (ours && ours->verb == Verb::remove) continue;
    names.push_back(Becoming(ours, port).pods("name").text());
  }
  return names;
}

void guard_ports(const Edit& ports, View here, std::vector<Blocked>& blocked) {
  std::vector<std::string_view> names = names_kept(ports, here);
  for (const Edit& one : ports.children) {
    const View there = item_of(here, one);
    const Becoming port(&one, there);
    const Edit* named = one.verb == Verb::remove ? nullptr : port.ours("name");
    if (!named) continue;
    const std::string_view name = port.text("name");
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(name);
    } else {
      blocked.push_back({there.present() ? named : &one,
                         "the container has another port called " + std::string(name)});
    }
  }
}

constexpr std::string_view kShared = "Bidirectional";

void guard_propagation(const Edit& edit, View here, std::vector<Blocked>& blocked) {
  const Becoming context = Becoming(&edit, here).member("securityContext");
  if (context.is("privileged", true)) return;
  const std::string reason = "mountPropagation: Bidirectional needs a privileged container";
  const View theirs = here["volumeMounts"];
  const Edit* unprivileged = context.ours("privileged");
  for (const View mount : theirs.items()) {
    if (!unprivileged || mount["mountPropagation"].text() != kShared) continue;
    blocked.push_back({unprivileged, reason});
    return;
  }
  const Edit* mounts = edit.find("volumeMounts");
  if (!mounts) return;
  for (const Edit& one : mounts->children) {
    const Becoming mount(&one, item_of(theirs, one));
    const Edit* ours = mount.ours("mountPropagation");
    if (ours && ours->value == kShared) blocked.push_back({ours, reason});
  }
}

bool has_name(const Edit* list, View here, std::string_view name) {
  for (const View item : here.items()) {
    if (item["name"].text() == name) return true;
  }
  return list && std::any_of(list->children.begin(), list->children.end(), [&](const Edit& one) {
           return one.adds && Becoming(&one, View()).text("name") == name;
         });
}

/// Blocks items of a list whose volume the pod already uses in the other way.
void guard_use(const Edit* list, const Edit* other, View others, const std::string& use,
               std::vector<Blocked>& blocked) {
  if (!list) return;
  for (const Edit& one : list->children) {
    const std::string_view name = Becoming(&one, View()).text("name");
    if (name.empty() || !has_name(other, others, name)) continue;
    blocked.push_back({&one, "the volume " + std::string(name) + " is " + use});
  }
}

/// Blocks items of a list whose path is one of the other list's.
void guard_paths(const Edit* list, View others, const char* path, std::vector<Blocked>& blocked) {
  if (!list) return;
  for (const Edit& one : list->children) {
    for (const View other : others.items()) {
      if (one.verb == Verb::remove || other[path].text() != one.name) continue;
      blocked.push_back({&one, "something else is at " + one.name});
      break;
    }
  }
}

/// A volume is a file system or a device in a container, not both; so is a path.
void guard_devices(const Edit& edit, View here, std::vector<Blocked>& blocked) {
  const Edit* mounts = edit.find("volumeMounts");
  guard_use(edit.find("volumeDevices"), mounts, here["volumeMounts"], "mounted", blocked);
  guard_use(mounts, nullptr, here["volumeDevices"], "a device", blocked);
  guard_paths(edit.find("volumeDevices"), here["volumeMounts"], "mountPath", blocked);
  guard_paths(mounts, here["volumeDevices"], "devicePath", blocked);
}

}  // namespace

void guard_container(const Edit& edit, View here, std::vector<Blocked>& blocked) {
  if (const Edit* ports = edit.find("ports")) {
    guard_ports(*ports, ports->verb == Verb::replace ? View() : here["ports"], blocked);
  }
  guard_propagation(edit, here, blocked);
  guard_devices(edit, here, blocked);
}

void guard_handler(const Edit& edit, View here, std::vector<Blocked>& blocked) {
  const Becoming probe(&edit, edit.verb == Verb::replace ? View() : here);
  const auto& ways = edit.field->type->fields;
  const bool has_way = std::any_of(ways.begin(), ways.end(), [&](const PodField& way) {
    return way.alternative && (probe.pods(way.name).present() || probe.member(way.name).any());
  });
  if (!has_way)
    blocked.push_back({&edit, edit.name + " says no way of probing, and the pod neither"});
}

void guard_mount(const Edit& edit, View here, std::vector<Blocked>& blocked) {
  const Becoming mount(&edit, here);
  const std::string_view recursive = mount.text("recursiveReadOnly");
  if (recursive.empty() || recursive == "Disabled") return;
  const std::string_view propagation = mount.text("mountPropagation");
  const bool own = propagation.empty() || propagation == "None";
  if (mount.is("readOnly", true) && own) return;
  for (const char* name : {"recursiveReadOnly", "readOnly", "mountPropagation"}) {
    const Edit* ours = mount.ours(name);
    if (!ours) continue;
    blocked.push_back({ours, "recursiveReadOnly needs readOnly: true and no mountPropagation"});
  }
}

}  // namespace sparkgate::decision
