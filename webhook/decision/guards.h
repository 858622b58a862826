#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "decision/edit.h"
#include "decision/view.h"

namespace sparkgate::decision {

/// A part of a template that would make the pod one that Kubernetes refuses.
struct Blocked {
  const Edit* edit;
  std::string reason;  // in words, for a warning
};

/// What several fields of one object must not say together, by k8s.io/kubernetes
/// pkg/apis/core/validation. `here`: the pod's object, absent when ours is a new one. Appends the
/// parts of `edit` that are to be left out so that the object is as valid as it was.
using Guard = void (*)(const Edit& edit, View here, std::vector<Blocked>& blocked);

/// The guard of a type, by its Kubernetes name; nullptr when any of its fields go together.
Guard guard_of(std::string_view type);

}  // namespace sparkgate::decision
