#include <algorithm>
#include <string>

#include "decision/guards/whole_pod.h"
#include "decision/item.h"

namespace sparkgate::decision {
namespace {

bool selects_on(View selector, std::string_view key) {
  if (selector["matchLabels"][key].present()) return true;
  for (const View expression : selector["matchExpressions"].items()) {
    if (expression["key"].text() == key) return true;
  }
  return false;
}

/// Whether a term takes the label's value from the pod, and selects on the label besides.
bool forbids(View term, std::string_view key) {
  for (const char* list : {"matchLabelKeys", "mismatchLabelKeys"}) {
    for (const View taken : term[list].items()) {
      if (taken.text() == key && selects_on(term["labelSelector"], key)) return true;
    }
  }
  return false;
}

/// Whether an item of the pod's list will be there still, as it is.
bool stays(const Walk& walk, const Edit* list, View item) {
  if (!list) return true;
  if (list->verb != Verb::merge) return false;
  const Edit* ours = edit_of(*list, item);
  if (!ours || walk.is_blocked(*ours)) return true;
  return ours->verb == Verb::merge && (ours->strength == Strength::fill || ours->keys.empty());
}

bool any_forbids(const Walk& walk, const Edit* list, View terms, std::string_view key) {
  for (const View term : terms.items()) {
    if (!forbids(term, key) && !forbids(term["podAffinityTerm"], key)) continue;
    if (stays(walk, list, term)) return true;
  }
  return false;
}

/// What is left of a member, as far as its object gives it up as a whole.
View left_of(const Edit* edit, View here) {
  return edit && edit->verb != Verb::merge ? View() : here;
}

bool is_forbidden(const Walk& walk, std::string_view key) {
  constexpr std::string_view kSpread = "topologySpreadConstraints";
  const View spec = walk.subject.pod["spec"];
  if (any_forbids(walk, walk.find(walk.spec, kSpread), spec[kSpread], key)) return true;
  const Edit* affinity = walk.find(walk.spec, "affinity");
  for (const char* kind : {"podAffinity", "podAntiAffinity"}) {
    const Edit* edit = walk.find(affinity, kind);
    const View here = left_of(edit, left_of(affinity, spec["affinity"])[kind]);
    for (const char* list : {"requiredDuringSchedulingIgnoredDuringExecution",
                             "preferredDuringSchedulingIgnoredDuringExecution"}) {
      if (any_forbids(walk, walk.find(edit, list), here[list], key)) return true;
    }
  }
  return false;
}

}  // namespace

void guard_labels(Walk& walk) {
  const Edit* labels = walk.find(walk.metadata, "labels");
  if (!labels) return;
  for (const Edit& label : labels->children) {
    if (!label.adds || walk.subject.labels[label.name].present()) continue;
    if (!is_forbidden(walk, label.name)) continue;
    walk.block(label, "a constraint of the pod is valid only without the label " + label.name);
  }
}

}  // namespace sparkgate::decision
