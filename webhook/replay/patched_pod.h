#pragma once

#include <memory>
#include <string>

#include "decision/patch.h"
#include "decision/view.h"

namespace sparkgate::replay {

/// Appends the pod as JSON text with a patch that was computed for it. Only what lies on the way to
/// an operation is taken apart; the rest is copied as it is. (decision::patched makes a tree of
/// all.)
void append_patched(std::string& out, decision::View pod, const decision::Patch& patch);

}  // namespace sparkgate::replay
