#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decision/view.h"

namespace sparkgate::decision {

/// One condition on a label, as in `matchExpressions`; `matchLabels` is `In` with one value.
struct Requirement {
  enum class Operator { in, not_in, exists, does_not_exist };
  std::string key;
  Operator op = Operator::in;
  std::vector<std::string> values;
};

/// A Kubernetes label selector: all requirements hold. An empty one matches everything.
struct Selector {
  std::vector<Requirement> requirements;

  /// `labels`: the object `metadata.labels`, which may be absent.
  bool matches(View labels) const { return !first_failed(labels); }

  /// The first requirement that does not hold; nullptr when the selector matches.
  const Requirement* first_failed(View labels) const;

  /// False only when no set of labels can match both.
  static bool can_overlap(const Selector& a, const Selector& b);

  /// True only when all labels that `narrow` matches are matched by `wide`, too.
  static bool covers(const Selector& wide, const Selector& narrow);
};

/// Whether Kubernetes would take `text` for the name of an object: DNS labels joined by dots.
bool is_dns_subdomain(std::string_view text);

/// Why `text` is not a label key or value, in a sentence; empty when it is one.
std::string label_key_mistake(std::string_view text);
std::string label_value_mistake(std::string_view text);

}  // namespace sparkgate::decision
