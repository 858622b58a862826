#pragma once

#include <algorithm>

#include "decision/edit.h"
#include "decision/same.h"
#include "decision/view.h"

namespace sparkgate::decision {

/// Whether an item of the pod's list is the one that an edit speaks about, by the list's keys.
inline bool has_keys_of(View item, const Edit& edit) {
  return std::all_of(edit.keys.begin(), edit.keys.end(), [&](const auto& key) {
    const PodField* field = edit.field->type->find(key.first);
    return field && same(item[key.first], key.second, *field);
  });
}

/// The first item of the pod's list that an edit speaks about; absent when it is a new one.
inline View item_of(View list, const Edit& edit) {
  for (const View item : list.items()) {
    if (has_keys_of(item, edit)) return item;
  }
  return {};
}

/// The edit that speaks about an item of the pod's list, or nullptr.
inline const Edit* edit_of(const Edit& list, View item) {
  const auto found = std::find_if(list.children.begin(), list.children.end(),
                                  [&](const Edit& one) { return has_keys_of(item, one); });
  return found == list.children.end() ? nullptr : &*found;
}

/// A default speaks about its own volume's mount; what the user mounts there is left alone.
inline bool is_another_volume(const Edit& item, View here) {
  if (item.strength == Strength::win || item.field->type->name != "VolumeMount") return false;
  const Edit* volume = item.find("name");
  return here.present() && volume && volume->value != here["name"].text() &&
         !is_filled_in_mount(here);
}

}  // namespace sparkgate::decision
