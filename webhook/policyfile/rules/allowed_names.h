#pragma once

#include "decision/rules/allowed_names.h"
#include "policyfile/shape.h"

namespace sparkgate::policyfile {

/// Globs over names of objects.
extern const Shape kObjectGlobs;

/// `{allow, deny}` over names of objects, as several rules have it.
extern const Shape kAllowedNames;

/// What it says; nothing when the node is absent.
decision::NameBounds name_bounds(const Node* value);

/// Why `text` is no glob over names of objects, in a sentence; "" when it is one.
std::string object_glob_mistake(std::string_view text);

}  // namespace sparkgate::policyfile
