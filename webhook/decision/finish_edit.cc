#include "decision/finish_edit.h"

#include <algorithm>
#include <utility>

#include "decision/guards.h"
#include "decision/node_affinity.h"
#include "decision/same.h"

namespace sparkgate::decision {
namespace {

using nlohmann::json;

json finish_members(Edit& edit) {
  json object = json::object();
  for (const auto& [key, value] : edit.keys) object[key] = value;
  for (Edit& child : edit.children) {
    json value = finish_edit(child);
    if (child.adds) object[child.name] = std::move(value);
  }
  return object;
}

json finish_items(Edit& list) {
  json items = json::array();
  for (Edit& item : list.children) {
    json value = finish_edit(item);
    if (list.field->merge == ListMerge::all_terms) {
      items = and_terms(std::move(items), item.value, item.strength);
    } else if (!item.is_spark_container && !item.of_secret && item.adds) {  // these come one by one
      items.push_back(std::move(value));
    }
  }
  return items;
}

/// An empty object that somebody spelled out (`emptyDir: {}`) is something to create.
bool adds_something(const Edit& edit) {
  if (edit.verb == Verb::remove) return false;
  if (edit.verb == Verb::replace) return true;
  if (!edit.value.is_null()) return !is_dropped(edit.value, *edit.field);
  if (edit.children.empty()) return !edit.keys.empty() || (!edit.retained && !edit.order);
  // `securityContext: {sysctls: []}` is an object of its own, even when nothing in it is stored.
  const bool object = edit.field->pointer;
  return std::any_of(edit.children.begin(), edit.children.end(), [&](const Edit& child) {
    return child.adds || (object && child.verb != Verb::remove);
  });
}

}  // namespace

bool has_members(const PodField& field) {
  return (field.shape == Shape::object && !field.unit) || field.shape == Shape::map;
}

bool has_items(const PodField& field) {
  return field.shape == Shape::list && field.merge != ListMerge::atomic;
}

json finish_edit(Edit& edit) {
  json whole = edit.value;
  if (whole.is_null() && edit.verb != Verb::remove) {
    whole = has_items(*edit.field) ? finish_items(edit) : finish_members(edit);
  }
  for (const Edit& child : edit.children) {
    if (child.strength == Strength::win) edit.strength = Strength::win;
    edit.of_one_policy =
        edit.of_one_policy && child.of_one_policy && child.origin.policy == edit.origin.policy;
  }
  edit.adds = adds_something(edit);
  edit.guard = guard_of(edit);
  edit.guarded = edit.guard || std::any_of(edit.children.begin(), edit.children.end(),
                                           [](const Edit& child) { return child.guarded; });
  edit.text = whole.dump();
  return whole;
}

}  // namespace sparkgate::decision
