#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "policyfile/values/text_kinds.h"

namespace sparkgate::policyfile {

/// What Kubernetes wants of the value of one field (legend in value_table.cc).
struct ValueRule {
  std::string_view field;
  bool required = false;  // must be there
  bool filled = false;    // must not be empty
  bool may_be_empty = false;
  bool each = false;       // speaks of every item of a list
  bool only_note = false;  // the API server takes it, but nothing good comes of it
  bool octal = false;      // a file mode
  bool has_range = false;  // of whole numbers
  std::int64_t least = 0, most = 0;
  const TextKind* kind = nullptr;
  std::vector<std::string_view> choices;
};

/// The rules of a type of the Kubernetes API; empty when it has none. They live as long as the
/// process.
const std::vector<ValueRule>& value_rules(std::string_view type);

}  // namespace sparkgate::policyfile
