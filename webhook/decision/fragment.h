#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sparkgate::decision {

/// Where something was asked for. The views live as long as the policy set.
struct Origin {
  std::string_view policy;  // metadata.name
  std::string_view file;    // name in the policy directory
  int line = 0;             // 1-based, as is the column
  int column = 1;
};

/// A piece of a pod template as its author wrote it: a JSON value whose every part knows its line.
struct Fragment {
  enum class Kind { scalar, object, list };

  struct Member;

  Kind kind = Kind::scalar;
  nlohmann::json scalar;        // null, boolean, number or string
  std::vector<Member> members;  // in the author's order
  std::vector<Fragment> items;
  Origin origin;

  /// The member of that name, or nullptr.
  const Fragment* find(std::string_view name) const;
};

struct Fragment::Member {
  std::string name;
  Fragment value;
};

/// The value without its lines. Members that are null, which say "not this", are left out.
nlohmann::json to_json(const Fragment& fragment);

}  // namespace sparkgate::decision
