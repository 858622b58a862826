#pragma once

#include <string>

#include "policyfile/node.h"

namespace sparkgate::policyfile {

/// Checks a pod template (`metadata`, `spec`) against Kubernetes' types: what the API server would
/// refuse, or drop without a word, after we had put it into a pod. Unknown fields that are near a
/// known one are errors; others pass with a note, because Kubernetes grows new ones.
void check_pod(const Node& pod_template, Source& source);

}  // namespace sparkgate::policyfile
