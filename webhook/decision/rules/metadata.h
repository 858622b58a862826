#pragma once

#include <memory>
#include <string>
#include <vector>

#include "decision/rule.h"

namespace sparkgate::decision {

/// A label or annotation that a pod must have, and what its value must be.
struct RequiredKey {
  std::string key;
  std::string value;        // a glob, or a regular expression (regular_expression.h)
  bool expression = false;  // which of the two
};

/// The rule `metadata`: which labels and annotations a pod must have and may not have. Values that
/// are required are matched whole; what is forbidden are globs over keys.
struct MetadataRule {
  std::vector<RequiredKey> require_labels, require_annotations;
  std::vector<std::string> forbid_labels, forbid_annotations;
};

std::unique_ptr<const Check> make_check(const MetadataRule& rule);

}  // namespace sparkgate::decision
