#include "decision/apply_late.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "decision/element_order.h"

namespace sparkgate::decision {
namespace {

using nlohmann::json;

constexpr const char* kVolumes = "/spec/volumes";
constexpr std::size_t kFewRemovals = 16;  // more of them are one operation about the whole list

/// The pod as the patch makes it so far.
json patched_pod(const Walk& walk) {
  return json::parse(walk.subject.pod.json()).patch(json::parse(walk.patch.json()));
}

void collect_names(const json& items, const json::json_pointer& name, std::set<std::string>& out) {
  for (const json& item : items) {
    if (item.is_object() && item.contains(name) && item[name].is_string()) {
      out.insert(item[name].get<std::string>());
    }
  }
}

/// Volumes that a container mounts, has as a device, or reads variables from.
std::set<std::string> used_volumes(const json& pod) {
  static const json::json_pointer kName("/name"), kFile("/valueFrom/fileKeyRef/volumeName");
  std::set<std::string> names;
  for (const char* list : {"/spec/containers", "/spec/initContainers"}) {
    const json::json_pointer containers(list);
    if (!pod.contains(containers)) continue;
    for (const json& container : pod[containers]) {
      if (!container.is_object()) continue;
      for (const auto& [member, name] :
           {std::pair("volumeMounts", kName), {"volumeDevices", kName}, {"env", kFile}}) {
        if (container.contains(member)) collect_names(container[member], name, names);
      }
    }
  }
  return names;
}

/// What is to be done to one list of the pod.
struct Late {
  std::string list;                 // JSON pointer
  std::vector<Walk::Removal> gone;  // each index once, from the back
  const Edit* order = nullptr;
};

std::size_t depth_of(const Late& late) {
  return static_cast<std::size_t>(std::count(late.list.begin(), late.list.end(), '/'));
}

Late& entry(std::vector<Late>& all, const std::string& list) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Late& one) { return one.list == list; });
  if (found != all.end()) return *found;
  all.push_back({list, {}, nullptr});
  return all.back();
}

/// Lists inside others first: what happens to the outer ones moves them. Volumes last: by then it
/// shows which of them are used.
std::vector<Late> by_list(Walk& walk) {
  std::vector<Late> all;
  for (Walk::Removal& one : walk.removals) entry(all, one.list).gone.push_back(std::move(one));
  for (const Walk::Ordering& one : walk.orderings) entry(all, one.list).order = one.edit;
  std::stable_sort(all.begin(), all.end(), [](const Late& a, const Late& b) {
    if (depth_of(a) != depth_of(b)) return depth_of(a) > depth_of(b);
    return a.list != kVolumes && b.list == kVolumes;
  });
  for (Late& one : all) {
    const auto later = [](const auto& a, const auto& b) { return a.index > b.index; };
    const auto same = [](const auto& a, const auto& b) { return a.index == b.index; };
    std::stable_sort(one.gone.begin(), one.gone.end(), later);
    one.gone.erase(std::unique(one.gone.begin(), one.gone.end(), same), one.gone.end());
  }
  return all;
}

void keep_used_volumes(Walk& walk, std::vector<Walk::Removal>& volumes) {
  const std::set<std::string> used = used_volumes(patched_pod(walk));
  std::erase_if(volumes, [&](const Walk::Removal& one) {
    if (!used.contains(one.item->name)) return false;
    walk.leave_out(*one.item, "the volume " + one.item->name + " stays: it is used");
    return true;
  });
}

void remove(Walk& walk, const Late& late) {
  if (late.gone.size() <= kFewRemovals) {
    for (const Walk::Removal& one : late.gone) {
      walk.patch.remove(late.list + "/" + std::to_string(one.index), one.item->origin);
    }
    return;
  }
  const json items = patched_pod(walk)[json::json_pointer(late.list)];
  std::set<std::size_t> gone;
  for (const Walk::Removal& one : late.gone) gone.insert(one.index);
  json left = json::array();
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!gone.contains(i)) left.push_back(items[i]);
  }
  walk.patch.replace(late.list, left.dump(), late.gone.front().item->origin);
}

/// The order with the name that `$spark` stands for.
json order_of(const Walk& walk, const Edit& list) {
  json order = to_json(*list.order);
  for (json& item : order) {
    if (item.is_object() && item.value("name", json()) == "$spark") {
      item["name"] = walk.subject.spark.container_name;
    }
  }
  return order;
}

void put_in_order(Walk& walk, const Late& late) {
  const json::json_pointer place(late.list);
  const json before = json::parse(walk.subject.pod.json()), pod = patched_pod(walk);
  if (!pod.contains(place) || !pod[place].is_array()) return;
  const json live = before.contains(place) ? before[place] : json::array();
  const json ordered = in_order(pod[place], live, order_of(walk, *late.order), *late.order->field);
  if (ordered != pod[place]) walk.patch.replace(late.list, ordered.dump(), late.order->origin);
}

}  // namespace

void apply_late(Walk& walk) {
  if (walk.removals.empty() && walk.orderings.empty()) return;
  for (Late& late : by_list(walk)) {
    if (late.list == kVolumes && !late.gone.empty()) keep_used_volumes(walk, late.gone);
    if (!late.gone.empty()) remove(walk, late);
    if (late.order) put_in_order(walk, late);
  }
}

}  // namespace sparkgate::decision
