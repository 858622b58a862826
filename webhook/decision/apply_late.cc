#include "decision/apply_late.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <tuple>
#include <utility>

#include "decision/element_order.h"

namespace sparkgate::decision {
namespace {

using nlohmann::json;

bool is_volume(const Edit& item) {
  return item.field->type && item.field->type->name == "Volume";
}

/// The pod as the patch makes it so far.
json patched_pod(const Walk& walk) {
  return json::parse(walk.subject.pod.json()).patch(json::parse(walk.patch.json()));
}

bool mounts(const json& container, const std::string& volume) {
  for (const auto& [list, key] : {std::pair("volumeMounts", "name"), {"volumeDevices", "name"}}) {
    const json items = container.value(list, json::array());
    const bool found = std::any_of(items.begin(), items.end(), [&, k = key](const json& item) {
      return item.is_object() && item.value(k, json()) == volume;
    });
    if (found) return true;
  }
  return false;
}

bool is_mounted(const json& pod, const std::string& volume) {
  const json spec = pod.value("spec", json::object());
  for (const char* list : {"containers", "initContainers", "ephemeralContainers"}) {
    for (const json& container : spec.value(list, json::array())) {
      if (container.is_object() && mounts(container, volume)) return true;
    }
  }
  return false;
}

/// From the back of each list, each index once.
void remove(Walk& walk, std::vector<Walk::Removal> removals) {
  const auto place = [](const Walk::Removal& one) { return std::tie(one.list, one.index); };
  std::sort(removals.begin(), removals.end(),
            [&](const auto& a, const auto& b) { return place(b) < place(a); });
  removals.erase(std::unique(removals.begin(), removals.end(),
                             [&](const auto& a, const auto& b) { return place(a) == place(b); }),
                 removals.end());
  for (const Walk::Removal& one : removals) {
    walk.patch.remove(one.list + "/" + std::to_string(one.index), one.item->origin);
  }
}

void remove_volumes(Walk& walk, std::vector<Walk::Removal> volumes) {
  if (volumes.empty()) return;
  const json pod = patched_pod(walk);
  std::erase_if(volumes, [&](const Walk::Removal& one) {
    if (!is_mounted(pod, one.item->name)) return false;
    walk.leave_out(*one.item, "the volume " + one.item->name + " stays: it is mounted");
    return true;
  });
  remove(walk, std::move(volumes));
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

void put_in_order(Walk& walk) {
  const json before = json::parse(walk.subject.pod.json());
  const json pod = patched_pod(walk);
  for (const auto& [pointer, edit] : walk.orderings) {
    const json::json_pointer place(pointer);
    if (!pod.contains(place) || !pod[place].is_array()) continue;
    const json live = before.contains(place) ? before[place] : json::array();
    const json ordered = in_order(pod[place], live, order_of(walk, *edit), *edit->field);
    if (ordered != pod[place]) walk.patch.replace(pointer, ordered.dump(), edit->origin);
  }
}

}  // namespace

void apply_late(Walk& walk) {
  if (!walk.removals.empty()) {
    auto removals = std::move(walk.removals);
    const auto volumes = std::stable_partition(
        removals.begin(), removals.end(), [](const auto& one) { return !is_volume(*one.item); });
    std::vector<Walk::Removal> of_volumes(volumes, removals.end());
    removals.erase(volumes, removals.end());
    remove(walk, std::move(removals));
    remove_volumes(walk, std::move(of_volumes));
  }
  if (!walk.orderings.empty()) put_in_order(walk);
}

}  // namespace sparkgate::decision
