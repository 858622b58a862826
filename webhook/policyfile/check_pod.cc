#include "policyfile/check_pod.h"

#include <algorithm>
#include <vector>

#include "decision/directive.h"
#include "decision/pod_types.h"
#include "decision/quantity.h"
#include "decision/selector.h"
#include "policyfile/check_directives.h"
#include "policyfile/protected_fields.h"
#include "policyfile/suggest.h"
#include "policyfile/values/check_object.h"
#include "policyfile/words.h"

namespace sparkgate::policyfile {
namespace {

using decision::ListMerge;
using decision::PodField;
using decision::PodType;
using decision::Shape;

/// Walks a template and its types together. `path_` is where it stands, for messages.
class PodChecker {
 public:
  PodChecker(decision::Strength strength, Source& source) : source_(source), strength_(strength) {}

  /// `list`: when it is an item of one.
  void object(const Node& node, const PodType& type, const PodField* list = nullptr) {
    if (!node.is_map()) return wrong(node, "a map");
    const TemplatePlace place{path_, &type, list, in_spark_container_, strength_};
    for (const Member& member : node.members) {
      if (special(member, node, place)) continue;
      const Step step(path_, path_.empty() ? member.name : "." + member.name);
      field(member, type);
    }
    alternatives(node, type);
    check_object(node, type, path_, source_);
  }

 private:
  class Step {
   public:
    Step(std::string& path, const std::string& name) : path_(path), length_(path.size()) {
      path_ += name;
    }
    ~Step() { path_.resize(length_); }
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

   private:
    std::string& path_;
    std::size_t length_;
  };

  void wrong(const Node& node, std::string_view wanted) {
    const bool quotable =
        wanted == "a string" && node.kind == Node::Kind::scalar && !node.is_null();
    source_.tell(Code::wrong_type, node.at,
                 path_ + " must be " + std::string(wanted) + ", not " + describe(node) +
                     (quotable ? "; put it in quotes" : ""));
  }

  /// One source for a volume, one value for a variable, one way to probe.
  void alternatives(const Node& node, const PodType& type) {
    const Member* first = nullptr;
    for (const Member& member : node.members) {
      const PodField* known = type.find(member.name);
      if (!known || !known->alternative || member.value.is_null()) continue;
      if (first) {
        source_.tell(Code::wrong_value, member.at,
                     path_ + " has '" + first->name + "' already, and can have one of these only");
      }
      first = first ? first : &member;
    }
  }

  /// A word of the merge (`$patch`), or a `null` that takes something out.
  bool special(const Member& member, const Node& object, const TemplatePlace& place) {
    if (decision::is_directive(member.name)) {
      check_directive(member, object, place, source_);
      return true;
    }
    if (!member.value.is_null() || member.value.empty) return false;
    const std::string why = why_not_null(member, object, place);
    if (!why.empty())
      source_.tell(Code::wrong_value, member.value.at, path_of(member) + ": " + why);
    return true;
  }

  std::string path_of(const Member& member) const {
    return path_.empty() ? member.name : path_ + "." + member.name;
  }

  void field(const Member& member, const PodType& type) {
    if (const PodField* known = type.find(member.name)) return value(member.value, *known);
    std::vector<std::string_view> names;
    for (const PodField& candidate : type.fields) names.push_back(candidate.name);
    const bool root = &type == &decision::pod_template_type();
    if (root) names.push_back("templateFile");
    const std::string hint = did_you_mean(member.name, names);
    const std::string message =
        "unknown field '" + member.name + "' in a " +
        (root ? "template, which has metadata and spec" : std::string(type.name)) + hint;
    if (root || !hint.empty()) return source_.tell(Code::unknown_key, member.at, message);
    source_.tell(Code::unknown_field, member.at,
                 message + "; an API server that does not know it drops it silently");
  }

  void value(const Node& node, const PodField& field) {
    if (node.is_null()) return wrong(node, "a value");
    switch (field.shape) {
      case Shape::object:
        return object(node, *field.type);
      case Shape::map:
        return map(node, *field.element);
      case Shape::list:
        return list(node, field);
      default:
        return scalar(node, field);
    }
  }

  void scalar(const Node& node, const PodField& field) {
    const bool is_scalar = node.kind == Node::Kind::scalar;
    const bool is_integer = is_scalar && node.scalar.is_number_integer();
    switch (field.shape) {
      case Shape::integer:
        if (!is_integer) wrong(node, "a whole number");
        return;
      case Shape::boolean:
        if (!is_scalar || !node.scalar.is_boolean()) wrong(node, "true or false");
        return;
      case Shape::int_or_string:
        if (!is_integer && !node.is_text()) wrong(node, "a whole number or a string");
        return;
      case Shape::quantity:
        return quantity(node);
      default:
        break;
    }
    if (!node.is_text()) return wrong(node, "a string");
    choice(node, field);
  }

  void choice(const Node& node, const PodField& field) {
    const auto& known = field.choices;
    const std::string text = node.text();
    if (text.empty() && !field.pointer && field.fallback.empty()) return;  // as if absent
    if (known.empty() || std::find(known.begin(), known.end(), text) != known.end()) return;
    source_.tell(
        Code::wrong_value, node.at,
        path_ + " must be " + either(known) + ", not '" + text + "'" + did_you_mean(text, known));
  }

  void quantity(const Node& node) {
    const bool number = node.kind == Node::Kind::scalar && node.scalar.is_number();
    const std::string text = number ? node.scalar.dump() : node.text();
    if (!decision::Quantity::parse(text)) {
      wrong(node, "a quantity such as 500m, 2 or 16Gi");
    }
  }

  void map(const Node& node, const PodField& element) {
    if (!node.is_map()) return wrong(node, "a map");
    const bool labels = path_.ends_with("labels") || path_.ends_with("nodeSelector") ||
                        path_.ends_with("matchLabels");
    const TemplatePlace place{path_, nullptr, nullptr, in_spark_container_, strength_};
    for (const Member& member : node.members) {
      if (special(member, node, place)) continue;
      const std::string why = labels ? decision::label_key_mistake(member.name) : "";
      if (!why.empty())
        source_.tell(Code::wrong_value, member.at,
                     "'" + member.name + "' in " + path_ + ": " + why);
      const Step step(path_, "." + member.name);
      value(member.value, element);
      if (labels && member.value.is_text()) label_value(member.value);
    }
  }

  void label_value(const Node& node) {
    const std::string why = decision::label_value_mistake(node.text());
    if (!why.empty())
      source_.tell(Code::wrong_value, node.at, path_ + " is '" + node.text() + "': " + why);
  }

  void list(const Node& node, const PodField& field) {
    if (!node.is_list()) return wrong(node, "a list");
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      const Step step(path_, "[" + std::to_string(i) + "]");
      const Node& item = node.items[i];
      const TemplatePlace place{path_, nullptr, &field, in_spark_container_, strength_};
      if (check_replacing_item(item, field, place, source_)) continue;
      const bool spark = field.name == "containers" && is_spark_container(item);
      in_spark_container_ = in_spark_container_ || spark;
      field.element->type&& item.is_map() ? object(item, *field.element->type, &field)
                                          : value(item, *field.element);
      in_spark_container_ = in_spark_container_ && !spark;
      if (!field.keys.empty() && item.is_map()) keys(node, i, field);
      if (field.element->type && field.element->type->name == "Container") container_name(item);
    }
  }

  void container_name(const Node& container) {
    const Node* name = container.find("name");
    if (!name || !name->is_text() || name->text() == "$spark") return;
    const std::string why = container_name_mistake(name->text());
    if (!why.empty())
      source_.tell(Code::wrong_value, name->at, path_ + ".name '" + name->text() + "': " + why);
  }

  /// Every item of a list that merges by key has its keys, and no two have the same.
  void keys(const Node& list, std::size_t index, const PodField& field) {
    const Node& item = list.items[index];
    for (const std::string_view key : field.keys) {
      const PodField* known = field.element->type->find(key);
      if (item.find(key) || !known->fallback.empty()) continue;
      return source_.tell(Code::missing_key, item.at, path_ + " needs '" + std::string(key) + "'");
    }
    for (std::size_t other = 0; other < index; ++other) {
      if (!same_keys(list.items[other], item, field)) continue;
      return source_.tell(
          Code::duplicate_name, item.at,
          path_ + " is there already, in line " + std::to_string(list.items[other].at.line) + ": " +
              std::string(field.keys.front()) + " " + key(item, field, field.keys.front()).dump());
    }
  }

  static nlohmann::json key(const Node& item, const PodField& field, std::string_view name) {
    const Node* value = item.find(name);
    if (value) return value->scalar;
    return std::string(field.element->type->find(name)->fallback);
  }

  static bool same_keys(const Node& a, const Node& b, const PodField& field) {
    return std::all_of(field.keys.begin(), field.keys.end(), [&](std::string_view name) {
      return key(a, field, name) == key(b, field, name);
    });
  }

  Source& source_;
  decision::Strength strength_;
  std::string path_;
  bool in_spark_container_ = false;
};

}  // namespace

void check_pod(const Node& pod_template, decision::Strength strength, Source& source) {
  PodChecker(strength, source).object(pod_template, decision::pod_template_type());
}

}  // namespace sparkgate::policyfile
