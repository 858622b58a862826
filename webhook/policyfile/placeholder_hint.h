#pragma once

#include <string_view>

namespace sparkgate::policyfile {

/// What to add to a mistake of YAML in that line, counted from 1: that a `${COLUMN}` needs quotes,
/// when one stands there without, inside `{ }` or `[ ]`, where its brace begins a map; else "".
std::string_view placeholder_hint(std::string_view text, int line);

}  // namespace sparkgate::policyfile
