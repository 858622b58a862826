#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policyfile/node.h"

namespace sparkgate::policyfile {

struct Shape;

/// A key of a map in the policy format.
struct Field {
  std::string_view name;
  const Shape* shape;
  std::string_view doc;  // one sentence; also the description in the JSON Schema
  bool required = false;
};

/// What one value of the policy format may be. Static data: the loader checks with it, the readers
/// rely on it, and `sparkgate schema` prints it, so the three cannot differ.
struct Shape {
  enum class Kind {
    text,
    boolean,
    integer,
    number,
    quantity,
    choice,
    list,
    map,
    object,
    text_or_object,
    pod,
    anything
  };

  Kind kind;
  std::string_view name;  // of the type, for messages: "a glob"

  /// Of text and of keys of a map: why a string cannot be this, or "".
  std::string (*mistake)(std::string_view text) = nullptr;

  std::span<const std::string_view> choices = {};  // of a choice
  const Shape* element = nullptr;                  // of a list or a map
  std::span<const Field> fields = {};              // of an object
  std::span<const Field> one_of = {};              // of an object: exactly one of these, too
  bool may_be_empty = true;                        // an object: `{}` says something
  bool may_say_none = false;                       // a list: `[]` says "none"
};

/// Checks a value against its shape and reports every mistake: unknown and missing keys (with the
/// nearest known one), wrong types, strings that break their rule, lists without items (which would
/// read as "none" and mean "all").
void check_shape(const Node& node, const Shape& shape, const std::string& path, Source& source);

}  // namespace sparkgate::policyfile
