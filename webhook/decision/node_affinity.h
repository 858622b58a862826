#pragma once

#include <nlohmann/json.hpp>

#include "decision/edit.h"
#include "decision/view.h"

namespace sparkgate::decision {

/// Required node affinity says: one of these terms has to hold. ANDing two such lists keeps what
/// both authors require: every term of the one with every term of the other.
///
/// - A term that holds all of one of our terms already stays as it is, so doing it twice changes
///   nothing; equal expressions are not repeated; an empty term matches no node and stays. One of
///   ours adds nothing to the others; with nothing but empty ones of ours the pod's terms stay.
/// - With Strength::fill, a key that a term already speaks about is the pod's to decide.
/// - With no terms yet, ours are taken as they are.
nlohmann::json and_terms(nlohmann::json terms, const nlohmann::json& ours, Strength strength);

/// Whether two lists of terms say different things about one key: as defaults, only one of them can
/// have its way.
bool differ_about_a_key(const nlohmann::json& a, const nlohmann::json& b);

/// Whether and_terms would change the pod's terms.
bool changes_terms(View terms, const nlohmann::json& ours, Strength strength);

}  // namespace sparkgate::decision
