#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decision/pod_types.h"
#include "policyfile/issue.h"
#include "policyfile/node.h"

namespace sparkgate::policyfile {

/// An object of a template as its rules see it: with its type and its path, and ways to say what is
/// wrong. A field that is null, absent or of another type (an issue by now) counts as not said; so
/// does everything in an object that is not there. Node and source must outlive it.
class Place {
 public:
  Place(const Node* node, const decision::PodType& type, std::string path, Source& source)
      : node_(node), type_(&type), path_(std::move(path)), source_(&source) {}

  const decision::PodType& type() const { return *type_; }
  const Node* node() const { return node_; }

  const Node* find(std::string_view field) const;
  bool has(std::string_view field) const { return find(field) != nullptr; }
  bool is_true(std::string_view field) const;
  bool is_false(std::string_view field) const;
  std::string text(std::string_view field) const;
  std::optional<std::int64_t> number(std::string_view field) const;

  /// The strings of a list, one for every item.
  std::vector<std::string> texts(std::string_view field) const;

  /// Whether a list or a map has nothing in it, or is not said.
  bool is_empty(std::string_view field) const;

  /// Precondition: the type has this field, an object or a list of objects. Items that are no
  /// objects, or directives, are left out.
  Place at(std::string_view field) const;
  std::vector<Place> items(std::string_view field) const;

  // A mistake at a field, at the object when the field is not there. The sentence goes on behind
  // the path.
  void refuse(std::string_view field, std::string_view sentence) const;
  void refuse(std::string_view sentence) const;
  void note(std::string_view field, std::string_view sentence) const;

  /// The same at a value further down, which `path` leads to.
  void refuse_at(const Node& value, std::string_view path, std::string_view sentence) const;

  /// A mistake in the key of a map.
  void refuse_key(std::string_view map, const Member& member, std::string_view why) const;

  /// One of the object's alternatives must be there. `examples` is for the message.
  void needs_one(std::string_view examples) const;

 private:
  std::string path_of(std::string_view field) const;

  const Node* node_;
  const decision::PodType* type_;
  std::string path_;
  Source* source_;
};

/// Whether a directive takes the place of what the item would have to be: `$patch: delete`, or
/// `$patch: replace` by itself in a list.
bool is_directive(const Node& object);

}  // namespace sparkgate::policyfile
