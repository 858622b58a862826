#pragma once

#include <algorithm>
#include <vector>

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

/// The edits of a list, for the pod's items in their order. Of items with the same keys, as ports
/// may be, the first is changed; taken out are all of them.
class ItemEdits {
 public:
  explicit ItemEdits(const Edit* list) : list_(list) {}  // null: none is edited

  /// The edit of the next item, or nullptr.
  const Edit* of_next(View item) {
    const Edit* edit = list_ ? edit_of(*list_, item) : nullptr;
    if (!edit || edit->verb == Verb::remove) return edit;
    if (std::find(met_.begin(), met_.end(), edit) != met_.end()) return nullptr;
    met_.push_back(edit);
    return edit;
  }

 private:
  const Edit* list_;
  std::vector<const Edit*> met_;
};

/// A default speaks about its own volume's mount; what the user mounts there is left alone.
inline bool is_another_volume(const Edit& item, View here) {
  if (item.strength == Strength::win || item.field->type->name != "VolumeMount") return false;
  const Edit* volume = item.find("name");
  return here.present() && volume && volume->value != here["name"].text() &&
         !is_filled_in_mount(here);
}

}  // namespace sparkgate::decision
