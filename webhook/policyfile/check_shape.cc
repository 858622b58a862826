#include <algorithm>
#include <cstdint>

#include "decision/quantity.h"
#include "policyfile/shape.h"
#include "policyfile/suggest.h"

namespace sparkgate::policyfile {
namespace {

using Kind = Shape::Kind;

std::string in(const std::string& path) {
  return path.empty() ? "" : " in " + path;
}

std::string inner(const std::string& path, std::string_view name) {
  return path.empty() ? std::string(name) : path + "." + std::string(name);
}

std::vector<std::string_view> names_of(const Shape& shape) {
  std::vector<std::string_view> names;
  for (const Field& field : shape.fields) names.push_back(field.name);
  for (const Field& field : shape.one_of) names.push_back(field.name);
  return names;
}

const Field* find(const Shape& shape, std::string_view name) {
  for (const auto fields : {shape.fields, shape.one_of}) {
    for (const Field& field : fields) {
      if (field.name == name) return &field;
    }
  }
  return nullptr;
}

void wrong_type(const Node& node, std::string_view wanted, const std::string& path,
                Source& source) {
  std::string message = path + " must be " + std::string(wanted) + ", not " + describe(node);
  const bool quotable = node.kind == Node::Kind::scalar && !node.is_null() && !node.is_text();
  if (quotable && wanted == "a string") message += "; put it in quotes";
  source.tell(Code::wrong_type, node.at, message);
}

void check_one_of(const Node& node, const Shape& shape, const std::string& path, Source& source) {
  if (shape.one_of.empty()) return;
  const Member* first = nullptr;
  for (const Member& member : node.members) {
    const bool counted = std::any_of(shape.one_of.begin(), shape.one_of.end(),
                                     [&](const Field& field) { return field.name == member.name; });
    if (!counted) continue;
    if (first) {
      source.tell(Code::duplicate_name, member.at,
                  path + " has '" + first->name + "' already; write one " +
                      std::string(shape.name) + " for each");
    } else {
      first = &member;
    }
  }
  if (first) return;
  std::vector<std::string_view> names;
  for (const Field& field : shape.one_of) names.push_back(field.name);
  source.tell(Code::missing_key, node.at,
              path + " says nothing: one of " + either(names) + " is missing");
}

void check_object(const Node& node, const Shape& shape, const std::string& path, Source& source) {
  if (!node.is_map()) return wrong_type(node, "a map", path, source);
  if (node.members.empty() && !shape.may_be_empty) {
    source.tell(Code::empty_value, node.at, path + " is empty and would allow everything");
  }
  for (const Member& member : node.members) {
    const Field* field = find(shape, member.name);
    if (field) {
      check_shape(member.value, *field->shape, inner(path, member.name), source);
    } else {
      source.tell(Code::unknown_key, member.at,
                  "unknown key '" + member.name + "'" + in(path) +
                      did_you_mean(member.name, names_of(shape)));
    }
  }
  for (const Field& field : shape.fields) {
    if (field.required && !node.find(field.name)) {
      source.tell(Code::missing_key, node.at,
                  "'" + std::string(field.name) + "' is missing" + in(path));
    }
  }
  check_one_of(node, shape, path, source);
}

void check_list(const Node& node, const Shape& shape, const std::string& path, Source& source) {
  if (!node.is_list()) return wrong_type(node, "a list", path, source);
  if (node.items.empty() && !shape.may_say_none) {
    source.tell(Code::empty_value, node.at, path + " is empty; leave it out or list something");
  }
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    check_shape(node.items[i], *shape.element, path + "[" + std::to_string(i) + "]", source);
  }
}

void check_map(const Node& node, const Shape& shape, const std::string& path, Source& source) {
  if (!node.is_map()) return wrong_type(node, "a map", path, source);
  if (node.members.empty() && !shape.may_be_empty) {
    source.tell(Code::empty_value, node.at, path + " is empty; leave it out or list something");
  }
  for (const Member& member : node.members) {
    if (shape.mistake) {
      const std::string why = shape.mistake(member.name);
      if (!why.empty())
        source.tell(Code::wrong_value, member.at, "'" + member.name + "'" + in(path) + ": " + why);
    }
    check_shape(member.value, *shape.element, inner(path, member.name), source);
  }
}

void check_text(const Node& node, const Shape& shape, const std::string& path, Source& source) {
  if (!node.is_text()) return wrong_type(node, "a string", path, source);
  const std::string why = shape.mistake ? shape.mistake(node.text()) : "";
  if (!why.empty()) source.tell(Code::wrong_value, node.at, path + ": " + why);
}

void check_choice(const Node& node, const Shape& shape, const std::string& path, Source& source) {
  const std::string text = node.text();
  if (node.is_text() &&
      std::find(shape.choices.begin(), shape.choices.end(), text) != shape.choices.end()) {
    return;
  }
  const std::vector<std::string_view> known(shape.choices.begin(), shape.choices.end());
  source.tell(Code::wrong_value, node.at,
              path + " must be " + either(shape.choices) + ", not " + describe(node) +
                  (known.size() > 1 ? did_you_mean(text, known) : ""));
}

void check_integer(const Node& node, const std::string& path, Source& source) {
  if (node.kind != Node::Kind::scalar || !node.scalar.is_number_integer()) {
    return wrong_type(node, "a whole number", path, source);
  }
  constexpr std::int64_t kMost = 1'000'000'000;
  const auto value = node.scalar.get<std::int64_t>();
  if (value < -kMost || value > kMost) {
    source.tell(Code::wrong_value, node.at, path + " must be between -1000000000 and 1000000000");
  }
}

void check_quantity(const Node& node, const std::string& path, Source& source) {
  const bool scalar = node.kind == Node::Kind::scalar;
  const std::string text = node.is_text() ? node.text() : scalar ? node.scalar.dump() : "";
  if (!decision::Quantity::parse(text)) {
    source.tell(Code::wrong_value, node.at,
                path + " must be a quantity such as 500m, 2 or 16Gi, not " + describe(node));
  }
}

}  // namespace

void check_shape(const Node& node, const Shape& shape, const std::string& path, Source& source) {
  const bool scalar = node.kind == Node::Kind::scalar;
  switch (shape.kind) {
    case Kind::object:
      return check_object(node, shape, path, source);
    case Kind::list:
      return check_list(node, shape, path, source);
    case Kind::map:
      return check_map(node, shape, path, source);
    case Kind::text_or_object:
      if (node.is_map()) return check_object(node, shape, path, source);
      return check_text(node, shape, path, source);
    case Kind::text:
      return check_text(node, shape, path, source);
    case Kind::choice:
      return check_choice(node, shape, path, source);
    case Kind::quantity:
      return check_quantity(node, path, source);
    case Kind::boolean:
      if (!scalar || !node.scalar.is_boolean()) wrong_type(node, "true or false", path, source);
      return;
    case Kind::integer:
      return check_integer(node, path, source);
    case Kind::number:
      if (!scalar || !node.scalar.is_number()) wrong_type(node, "a number", path, source);
      return;
    case Kind::pod:
      if (!node.is_map()) wrong_type(node, "a map", path, source);
      return;  // read_fragment knows pods
    case Kind::anything:
      return;
  }
}

}  // namespace sparkgate::policyfile
