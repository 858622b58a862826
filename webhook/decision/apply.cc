#include "decision/apply.h"

#include <algorithm>
#include <array>
#include <utility>

#include "decision/apply_late.h"
#include "decision/apply_lists.h"
#include "decision/directive.h"
#include "decision/guards.h"
#include "decision/never_touched.h"
#include "decision/same.h"
#include "decision/walk.h"

namespace sparkgate::decision {
namespace {

/// Takes members out of one object of the pod, each of them once.
class Remover {
 public:
  Remover(Walk& walk, View here) : walk_(walk), here_(here) {}

  void remove(std::string_view name, const Origin& origin) {
    if (!here_[name].present() || std::find(gone_.begin(), gone_.end(), name) != gone_.end()) {
      return;
    }
    const std::size_t length = walk_.pointer.size();
    append_pointer_token(walk_.pointer, name);
    walk_.patch.remove(walk_.pointer, origin);
    walk_.pointer.resize(length);
    gone_.push_back(name);
  }

 private:
  Walk& walk_;
  View here_;
  std::vector<std::string_view> gone_;
};

/// `$retainKeys`: what the pod has beside them goes, unless a stronger policy has a say in it.
void retain(Remover& remover, const Edit& edit, View here) {
  for (const auto [name, value] : here.members()) {
    const Edit* ours = edit.find(name);
    const bool stays = is_retained(*edit.retained, name) || (ours && ours->adds);
    const PodField* field = edit.field->type ? edit.field->type->find(name) : nullptr;
    if (!stays && !(field && comes_back(value, *field))) remover.remove(name, edit.origin);
  }
}

/// A volume has one source, a probe one way: an override makes room for its own. False when there
/// is another and a default has to give way.
bool settle_alternative(Remover& remover, const Edit& wanted, View here, const PodType& type) {
  if (here[wanted.name].present()) return true;
  for (const PodField& field : type.fields) {
    if (!field.alternative || !here[field.name].present()) continue;
    if (wanted.strength == Strength::fill) return false;
    remover.remove(field.name, wanted.origin);
  }
  return true;
}

/// What must not change, whoever asks.
void keep(Walk& walk, const Edit& edit, View here) {
  const bool asked = edit.strength == Strength::win;
  if (!asked || same(here, nlohmann::json::parse(edit.text), *edit.field)) return;
  walk.leave_out(edit, edit.name + " stays as it is: " + std::string(edit.keeps));
}

void leaf(Walk& walk, const Edit& edit, View here) {
  if (!here.present()) {
    if (!is_dropped(edit.value, *edit.field)) walk.patch.add(walk.pointer, edit.text, edit.origin);
    return;
  }
  const bool changes = edit.strength == Strength::win || unsaid(here, *edit.field);
  if (!changes || same(here, edit.value, *edit.field)) return;
  walk.patch.replace(walk.pointer, edit.text, edit.origin);
}

/// An object that the pod does not have, if anything of it was not left out. What several policies
/// ask for is added piece by piece, so that each operation has one author.
void create(Walk& walk, const Edit& edit) {
  std::string storage;
  const std::string_view text = text_of_new(walk, edit, storage);
  if (text == "{}" && text.data() == storage.data()) return;
  if (edit.of_one_policy) return walk.patch.add(walk.pointer, text, edit.origin);
  walk.patch.add(walk.pointer, "{}", edit.origin);
  for (const Edit& child : edit.children) {
    if (walk.is_blocked(child)) continue;
    const Walk::Step step(walk, child.token);
    apply_value(walk, child, View());
  }
}

void members(Walk& walk, const Edit& edit, View here) {
  if (!here.present()) {
    if (edit.adds) create(walk, edit);
    return;
  }
  if (!here.is_object()) return;  // not a pod of the API server
  Remover remover(walk, here);
  if (edit.retained) retain(remover, edit, here);
  for (const Edit& child : edit.children) {
    if (walk.is_blocked(child)) continue;
    const PodType* type = edit.field->type;
    const bool removes = child.verb == Verb::remove;
    if (removes && !is_kept(child, here[child.name])) {
      if (!comes_back(here[child.name], *child.field)) remover.remove(child.name, child.origin);
      continue;
    }
    if (child.field->alternative && child.adds && type &&
        !settle_alternative(remover, child, here, *type)) {
      continue;
    }
    const Walk::Step step(walk, child.token);
    apply_value(walk, child, here[child.name]);
  }
}

/// An object that is ours as a whole, whatever the pod has there.
void whole(Walk& walk, const Edit& edit, View here) {
  std::string storage;
  const std::string_view text = text_of_new(walk, edit, storage);
  if (!here.present() && is_deleted(*edit.whole) && text == "{}") return;
  if (same(here, nlohmann::json::parse(text), *edit.field)) return;
  walk.put(here, text, edit);
}

/// What the API server computes from a class and refuses when a pod brings another (403).
struct Computed {
  std::string_view from;
  std::array<std::string_view, 2> fields;  // JSON pointers; "" for none
};
constexpr std::array<Computed, 2> kComputed = {{
    {"priorityClassName", {"/spec/priority", "/spec/preemptionPolicy"}},
    {"runtimeClassName", {"/spec/overhead", ""}},
}};

/// A remove of what is not there is a 500 (run): the computed fields of a class that this patch
/// changes go exactly when they are there.
void drop_computed(const Computed& computed, const Edit& spec, View pod_spec, Patch& patch) {
  const Edit* wanted = spec.find(computed.from);
  if (!wanted) return;
  const auto& origins = patch.origins();
  const auto changed = std::find(origins.begin(), origins.end(), &wanted->origin);
  if (changed == origins.end()) return;
  for (const std::string_view field : computed.fields) {
    const bool there = !field.empty() && pod_spec[field.substr(field.rfind('/') + 1)].present();
    if (there) patch.remove(field, wanted->origin);
  }
}

/// What is asked of the pod's `name`. Without it nothing is: the API server sends no such pod.
const Edit* part(Walk& walk, const Edit& edits, std::string_view name) {
  const Edit* edit = edits.find(name);
  if (!edit || walk.subject.pod[name].is_object()) return edit;
  walk.blocked.push_back(edit);
  return nullptr;
}

}  // namespace

void apply_value(Walk& walk, const Edit& edit, View here) {
  const PodField& field = *edit.field;
  if (is_kept(edit, here)) {
    keep(walk, edit, here);
  } else if (edit.verb == Verb::remove) {
    return;  // nothing is there
  } else if (!edit.value.is_null()) {
    leaf(walk, edit, here);
  } else if (field.shape == Shape::list) {
    apply_list(walk, edit, here);
  } else if (edit.verb == Verb::replace) {
    whole(walk, edit, here);
  } else {
    members(walk, edit, here);
  }
}

void apply(const Edit& edits, const Subject& subject, Patch& patch,
           std::vector<LeftOut>& left_out) {
  std::string pointer;
  pointer.reserve(256);
  Walk walk{subject, patch, left_out, pointer};
  walk.spec = part(walk, edits, "spec");
  walk.metadata = part(walk, edits, "metadata");
  leave_out_invalid(walk);
  members(walk, edits, subject.pod);
  apply_late(walk);
  if (!walk.spec) return;
  for (const Computed& one : kComputed) drop_computed(one, *walk.spec, subject.pod["spec"], patch);
}

}  // namespace sparkgate::decision
