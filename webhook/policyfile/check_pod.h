#pragma once

#include <string>

#include "decision/edit.h"
#include "policyfile/node.h"

namespace sparkgate::policyfile {

/// Checks a pod template (`metadata`, `spec`) against Kubernetes' types: what the API server would
/// refuse, or drop without a word, after we had put it into a pod. Unknown fields that are near a
/// known one are errors; others pass with a note, because Kubernetes grows new ones. `strength`:
/// overrides may take things out (`null`, `$patch`).
void check_pod(const Node& pod_template, decision::Strength strength, Source& source);

}  // namespace sparkgate::policyfile
