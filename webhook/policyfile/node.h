#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "policyfile/issue.h"

namespace sparkgate::policyfile {

struct Member;

/// One value of a YAML document, with its place. What YAML allows and JSON does not (tags, aliases,
/// merge keys) is resolved or refused before.
struct Node {
  enum class Kind { scalar, list, map };

  Kind kind = Kind::scalar;
  Position at;
  nlohmann::json scalar;  // null, boolean, number or string
  bool empty = false;     // a null that nobody wrote: `key:` and nothing
  std::vector<Member> members;
  std::vector<Node> items;

  bool is_map() const { return kind == Kind::map; }
  bool is_list() const { return kind == Kind::list; }
  bool is_text() const { return kind == Kind::scalar && scalar.is_string(); }
  bool is_null() const { return kind == Kind::scalar && scalar.is_null(); }

  /// The string, or "" when it is none.
  std::string text() const { return is_text() ? scalar.get<std::string>() : std::string(); }

  /// The member of that name, or nullptr.
  const Node* find(std::string_view name) const;
};

struct Member {
  std::string name;
  Position at;
  Node value;
};

inline const Node* Node::find(std::string_view name) const {
  for (const Member& member : members) {
    if (member.name == name) return &member.value;
  }
  return nullptr;
}

/// "a map", "a list", "the number 8", "the string 'x'": what a mistake says it found.
std::string describe(const Node& node);

/// The value without its places.
nlohmann::json to_json(const Node& node);

}  // namespace sparkgate::policyfile
