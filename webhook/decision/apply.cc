#include "decision/apply.h"

#include "decision/apply_lists.h"
#include "decision/same.h"
#include "decision/walk.h"

namespace sparkgate::decision {
namespace {

/// Whether the pod says another alternative than this one: a volume has one source, a probe one
/// way.
View other_alternative(View here, const Edit& wanted, const PodType& type, const PodField*& which) {
  for (const PodField& field : type.fields) {
    if (!field.alternative || field.name == wanted.name) continue;
    const View other = here[field.name];
    if (!other.present()) continue;
    which = &field;
    return other;
  }
  return View();
}

/// Makes room for an alternative that an override wants. False when a default has to give way.
bool settle_alternative(Walk& walk, const Edit& wanted, View here, const PodType& type) {
  if (here[wanted.name].present()) return true;
  if (wanted.strength == Strength::fill) return false;
  const PodField* which = nullptr;
  if (other_alternative(here, wanted, type, which).present()) {
    const Walk::Step step(walk, std::string("/") + std::string(which->name));
    walk.patch.remove(walk.pointer, wanted.origin);
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

/// An object that the pod does not have. What several policies ask for is added piece by piece, so
/// that each operation has one author.
void create(Walk& walk, const Edit& edit) {
  if (edit.of_one_policy) {
    walk.patch.add(walk.pointer, edit.text, edit.origin);
    return;
  }
  walk.patch.add(walk.pointer, "{}", edit.origin);
  for (const Edit& child : edit.children) {
    const Walk::Step step(walk, child.token);
    apply_value(walk, child, View());
  }
}

void members(Walk& walk, const Edit& edit, View here) {
  if (!here.present()) return create(walk, edit);
  if (!here.is_object()) return;  // not a pod of the API server
  for (const Edit& child : edit.children) {
    if (child.field->alternative && edit.field->type &&
        !settle_alternative(walk, child, here, *edit.field->type)) {
      continue;
    }
    const Walk::Step step(walk, child.token);
    apply_value(walk, child, here[child.name]);
  }
}

/// The API server computes both from the class and refuses a pod that brings its own (403); a
/// remove of what is not there is a 500. Both were run: they go exactly when they are there.
void drop_computed_priority(const Edit& edits, const Subject& subject, Patch& patch) {
  const Edit* spec = edits.find("spec");
  const Edit* wanted = spec ? spec->find("priorityClassName") : nullptr;
  if (!wanted) return;
  for (const Origin* origin : patch.origins()) {
    if (origin != &wanted->origin) continue;  // the class is not changed by this patch
    const View pod_spec = subject.pod["spec"];
    if (pod_spec["priority"].present()) patch.remove("/spec/priority", *origin);
    if (pod_spec["preemptionPolicy"].present()) patch.remove("/spec/preemptionPolicy", *origin);
    return;
  }
}

}  // namespace

void apply_value(Walk& walk, const Edit& edit, View here) {
  const PodField& field = *edit.field;
  if (!edit.keeps.empty() && here.present()) {
    keep(walk, edit, here);
  } else if (!edit.value.is_null()) {
    leaf(walk, edit, here);
  } else if (field.shape == Shape::list) {
    apply_list(walk, edit, here);
  } else {
    members(walk, edit, here);
  }
}

void apply(const Edit& edits, const Subject& subject, Patch& patch,
           std::vector<LeftOut>& left_out) {
  std::string pointer;
  pointer.reserve(256);
  Walk walk{subject, patch, left_out, pointer, edits};
  members(walk, edits, subject.pod);
  drop_computed_priority(edits, subject, patch);
}

}  // namespace sparkgate::decision
