#include <algorithm>
#include <string>

#include "decision/guards/whole_pod.h"

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

bool any_forbids(View terms, std::string_view key) {
  for (const View term : terms.items()) {
    if (forbids(term, key) || forbids(term["podAffinityTerm"], key)) return true;
  }
  return false;
}

bool is_forbidden(View spec, std::string_view key) {
  if (any_forbids(spec["topologySpreadConstraints"], key)) return true;
  for (const char* kind : {"podAffinity", "podAntiAffinity"}) {
    const View affinity = spec["affinity"][kind];
    if (any_forbids(affinity["requiredDuringSchedulingIgnoredDuringExecution"], key) ||
        any_forbids(affinity["preferredDuringSchedulingIgnoredDuringExecution"], key)) {
      return true;
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
    if (!is_forbidden(walk.subject.pod["spec"], label.name)) continue;
    walk.block(label, "a constraint of the pod is valid only without the label " + label.name);
  }
}

}  // namespace sparkgate::decision
