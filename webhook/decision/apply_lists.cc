#include "decision/apply_lists.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "decision/item.h"
#include "decision/never_touched.h"
#include "decision/node_affinity.h"
#include "decision/same.h"
#include "decision/secret.h"

namespace sparkgate::decision {
namespace {

struct Found {
  std::size_t index;
  View item;
};

/// "/12"
class IndexToken {
 public:
  explicit IndexToken(std::size_t index) {
    text_[0] = '/';
    end_ = std::to_chars(text_.data() + 1, text_.data() + text_.size(), index).ptr;
  }
  operator std::string_view() const {
    return {text_.data(), static_cast<std::size_t>(end_ - text_.data())};
  }

 private:
  std::array<char, 24> text_{};
  char* end_;
};

/// The pod's item with the key of ours. Of several with one name the first is Kubernetes' choice;
/// env is the exception: there the last one is what the container sees.
std::optional<Found> find_item(const Walk& walk, const Edit& list, const Edit& wanted, View here) {
  if (wanted.is_spark_container) {
    if (walk.subject.spark.container < 0) return std::nullopt;
    const auto index = static_cast<std::size_t>(walk.subject.spark.container);
    return Found{index, here.at(index)};
  }
  std::optional<Found> found;
  std::size_t index = 0;
  for (const View item : here.items()) {
    if (has_keys_of(item, wanted)) {
      found = Found{index, item};
      if (list.field->merge == ListMerge::keyed) return found;
    }
    ++index;
  }
  return found;
}

/// Adds to a list that may not exist yet: the first item brings the list with it.
class Appender {
 public:
  Appender(Walk& walk, View here) : walk_(walk), exists_(here.present()) {}

  void append(const Edit& item) {
    std::string storage;
    const std::string_view text = text_of_new(walk_, item, storage);
    if (exists_) {
      const Walk::Step step(walk_, "/-");
      walk_.patch.add(walk_.pointer, text, item.origin);
    } else {
      walk_.patch.add(walk_.pointer, "[" + std::string(text) + "]", item.origin);
      exists_ = true;
    }
  }

  /// Claims the place of an item that is to be replaced; false when another item of ours has it.
  bool take_place(std::size_t index) {
    if (std::find(taken_.begin(), taken_.end(), index) != taken_.end()) return false;
    taken_.push_back(index);
    return true;
  }

 private:
  Walk& walk_;
  bool exists_;
  std::vector<std::size_t> taken_;
};

bool is_container(const Edit& item) {
  return item.field->type->name == "Container";
}

/// Whether an item may be appended. One without an image only changes a container that is there.
bool may_append(const Edit& item) {
  return item.adds && !item.is_spark_container && (!is_container(item) || item.find("image"));
}

/// What Spark mounts itself stays, whatever the policy would mount there.
bool is_sparks_mount(Walk& walk, const Edit& item, View here) {
  const std::string_view theirs = here["name"].text();
  if (item.field->type->name != "VolumeMount" || !is_spark_volume(theirs)) return false;
  const Edit* volume = item.find("name");
  if (item.verb == Verb::merge && (!volume || volume->value == theirs)) return false;
  walk.leave_out(item, "Spark's own files are mounted at " + item.name);
  return true;
}

/// The API server puts back what it filled in itself.
void remove_items(Walk& walk, const Edit& item, View here) {
  std::size_t index = 0;
  for (const View present : here.items()) {
    if (has_keys_of(present, item) && !is_filled_in_mount(present) &&
        !is_sparks_mount(walk, item, present)) {
      walk.removals.push_back({walk.pointer, index, &item});
    }
    ++index;
  }
}

void keyed_item(Walk& walk, const Edit& list, const Edit& item, View here, Appender& appender) {
  const std::optional<Found> found = find_item(walk, list, item, here);
  if (!found) {
    if (may_append(item)) appender.append(item);
    return;
  }
  if (item.strength == Strength::win && is_sparks_mount(walk, item, found->item)) return;
  if (is_another_volume(item, found->item)) return;
  const Walk::Step step(walk, IndexToken(found->index));
  if (is_filled_in_mount(found->item) || replaces_mount(item)) {
    std::string storage;
    const std::string_view text = text_of_new(walk, item, storage);
    if (!same(found->item, nlohmann::json::parse(text), *item.field)) {
      walk.patch.replace(walk.pointer, text, item.origin);
    }
    return;
  }
  apply_value(walk, item, found->item);
}

void unit_item(Walk& walk, const Edit& list, const Edit& item, View here, Appender& appender) {
  const std::optional<Found> found = find_item(walk, list, item, here);
  if (found && (item.strength == Strength::fill || same(found->item, item.value, *item.field))) {
    return;
  }
  if (!found) return appender.append(item);
  const Walk::Step step(walk, IndexToken(found->index));
  walk.patch.replace(walk.pointer, item.text, item.origin);
}

/// A toleration of ours stands in for the one that the API server put there by itself, unless
/// another of ours is just that one.
bool stands_in(View filled_in, const Edit& item, const Edit& list) {
  if (!is_filled_in_toleration(filled_in)) return false;
  const auto& ours = item.value;
  return ours.value("key", "") == filled_in["key"].text() &&
         ours.value("effect", "NoExecute") == "NoExecute" &&
         std::none_of(list.children.begin(), list.children.end(), [&](const Edit& other) {
           return same(filled_in, other.value, *other.field);
         });
}

void set_item(Walk& walk, const Edit& list, const Edit& item, View here, Appender& appender) {
  std::optional<std::size_t> filled_in;
  std::size_t index = 0;
  for (const View present : here.items()) {
    if (same(present, item.value, *item.field)) return;
    if (stands_in(present, item, list)) filled_in = index;
    ++index;
  }
  if (!filled_in || !appender.take_place(*filled_in)) return appender.append(item);
  const Walk::Step step(walk, IndexToken(*filled_in));
  walk.patch.replace(walk.pointer, item.text, item.origin);
}

/// The first group that changes something replaces the list by what all groups together make of it.
void all_terms(Walk& walk, const Edit& list, View here) {
  if (here.size() == 0) {
    walk.patch.add(walk.pointer, list.text, list.origin);
    return;
  }
  const bool changes = std::any_of(list.children.begin(), list.children.end(), [&](const Edit& e) {
    return changes_terms(here, e.value, e.strength);
  });
  if (!changes) return;
  nlohmann::json terms = nlohmann::json::parse(here.json());
  for (const Edit& group : list.children) {
    nlohmann::json next = and_terms(terms, group.value, group.strength);
    if (next == terms) continue;
    walk.patch.replace(walk.pointer, next.dump(), group.origin);
    terms = std::move(next);
  }
}

/// `$patch: replace`: ours and nothing else.
void whole_list(Walk& walk, const Edit& list, View here) {
  std::string storage;
  const std::string_view text = text_of_new(walk, list, storage);
  if (same_but_filled_in(here, nlohmann::json::parse(text), *list.field)) return;
  walk.put(here, text, list);
}

}  // namespace

void apply_list(Walk& walk, const Edit& list, View here) {
  if (here.present() && !here.is_list()) return;  // not a pod of the API server
  if (list.verb == Verb::replace) return whole_list(walk, list, here);
  if (list.order) walk.orderings.push_back({walk.pointer, &list});
  if (list.field->merge == ListMerge::all_terms) return all_terms(walk, list, here);
  Appender appender(walk, here);
  for (const Edit& item : list.children) {
    if (walk.is_blocked(item)) continue;
    if (item.verb == Verb::remove) {
      remove_items(walk, item, here);
      continue;
    }
    if (item.of_secret && settle_secret(walk, item, here)) continue;
    switch (list.field->merge) {
      case ListMerge::keyed:
        keyed_item(walk, list, item, here, appender);
        break;
      case ListMerge::unit:
        unit_item(walk, list, item, here, appender);
        break;
      default:
        set_item(walk, list, item, here, appender);
        break;
    }
  }
}

}  // namespace sparkgate::decision
