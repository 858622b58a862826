#pragma once

#include <string>

#include "decision/view.h"

namespace sparkgate::replay {

/// Appends the pod as JSON text with the operations of a patch that was computed for it, but
/// without metadata.managedFields: at which no policy can look, and which are half of many pods.
/// Only what lies on the way to an operation is taken apart. (decision::patched makes a tree of
/// all.)
void append_patched(std::string& out, decision::View pod, decision::View operations);

}  // namespace sparkgate::replay
