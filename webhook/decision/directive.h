#pragma once

#include <string_view>

#include "decision/fragment.h"

namespace sparkgate::decision {

// The words of Kubernetes' strategic merge patch inside a fragment of `overrides`. The loader has
// checked that they stand where they may.

inline constexpr std::string_view kPatchWord = "$patch";
inline constexpr std::string_view kRetainKeys = "$retainKeys";
inline constexpr std::string_view kElementOrder = "$setElementOrder/";  // and the list's name

/// Whether a member is such a word and no field.
inline bool is_directive(std::string_view member) {
  return member.starts_with('$');
}

/// `null`: the field is taken out.
bool is_null(const Fragment& fragment);

/// The object has `$patch: delete`: as an item of a list it goes, elsewhere it becomes `{}`.
bool is_deleted(const Fragment& object);

/// The object has `$patch: replace`, or the list has the item `{$patch: replace}`: what the pod has
/// there is given up.
bool is_replaced(const Fragment& fragment);

/// Whether a field is among those that `$retainKeys` names.
bool is_retained(const Fragment& names, std::string_view field);

}  // namespace sparkgate::decision
