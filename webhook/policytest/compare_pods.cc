#include <algorithm>
#include <string_view>
#include <utility>

#include "decision/pod_types.h"
#include "decision/quantity.h"
#include "policytest/mismatch.h"

namespace sparkgate::policytest {
namespace {

using decision::ListMerge;
using decision::PodField;
using decision::PodType;
using decision::Quantity;
using decision::Shape;
using nlohmann::json;

std::optional<Quantity> quantity_of(const json& value) {
  return Quantity::parse(value.is_string() ? value.get<std::string>() : value.dump());
}

/// "/" and "~" as JSON pointers write them.
std::string token_of(const std::string& name) {
  std::string token = "/";
  for (const char c : name) {
    token += c == '/' ? "~1" : c == '~' ? "~0" : std::string(1, c);
  }
  return token;
}

/// A place in the pod.
struct Place {
  std::string path, pointer;

  Place member(const std::string& name) const {
    return {path.empty() ? name : path + "." + name, pointer + token_of(name)};
  }
  Place item(std::size_t index) const {
    const std::string number = std::to_string(index);
    return {path + "[" + number + "]", pointer + "/" + number};
  }
};

class Comparison {
 public:
  Comparison(const std::string& spark_container, std::vector<Mismatch>& mismatches)
      : spark_container_(spark_container), mismatches_(mismatches) {}

  /// `got` may be null: nothing is there. `field` may be null: Kubernetes' table has it not.
  void value(const Place& at, const json& wanted, const json* got, const PodField* field) {
    if (got && got->is_null()) got = nullptr;
    if (wanted.is_null()) {
      if (got) differ(at, wanted, got);
    } else if (wanted.is_object() && got && got->is_object()) {
      members(at, wanted, *got, field);
    } else if (wanted.is_array() && wanted.empty()) {
      if (got && !(got->is_array() && got->empty())) differ(at, wanted, got);
    } else if (wanted.is_array() && got && got->is_array() && field) {
      list(at, wanted, *got, *field);
    } else if (!got || !equal(wanted, *got, field)) {
      differ(at, wanted, got);
    }
  }

 private:
  void members(const Place& at, const json& wanted, const json& got, const PodField* field) {
    for (const auto& [name, value_of_it] : wanted.items()) {
      const auto found = got.find(name);
      value(at.member(name), value_of_it, found == got.end() ? nullptr : &*found,
            inner(field, name));
    }
  }

  static const PodField* inner(const PodField* field, const std::string& name) {
    if (!field) return nullptr;
    if (field->shape == Shape::map) return field->element.get();
    return field->type ? field->type->find(name) : nullptr;
  }

  void list(const Place& at, const json& wanted, const json& got, const PodField& field) {
    const PodField* element = field.element.get();
    const bool keyed = !field.keys.empty() && element->type;
    const bool set = field.merge == ListMerge::set;
    if (!keyed && !set) {
      if (!equal(wanted, got, &field)) differ(at, wanted, &got);
      return;
    }
    for (const json& item : wanted) {
      const auto found = std::find_if(got.begin(), got.end(), [&](const json& one) {
        return keyed ? has_keys(item, one, field) : holds(item, one, element);
      });
      if (found == got.end()) {
        const Place none{at.path,
                         at.pointer + "/-"};  // an item of the list, and none that is there
        differ(none, json::array({item}), keyed ? keys_of(got, field) : got);
      } else if (keyed) {
        value(at.item(static_cast<std::size_t>(found - got.begin())), named(item), &*found,
              element);
      }
    }
  }

  /// `$spark` by the name that it has in this pod.
  json named(const json& item) const {
    json result = item;
    if (item.is_object() && item.value("name", json()) == "$spark")
      result["name"] = spark_container_;
    return result;
  }

  bool has_keys(const json& wanted, const json& got, const PodField& list) const {
    if (!wanted.is_object() || !got.is_object()) return false;
    const json one = named(wanted);
    return std::all_of(list.keys.begin(), list.keys.end(), [&](std::string_view key) {
      const std::string name(key);
      const json fallback = std::string(list.element->type->find(key)->fallback);
      return one.value(name, fallback) == got.value(name, fallback);
    });
  }

  bool holds(const json& wanted, const json& got, const PodField* field) const {
    std::vector<Mismatch> none;
    Comparison(spark_container_, none).value({}, wanted, &got, field);
    return none.empty();
  }

  /// The items of a list by their keys: what a test named is not among them.
  static json keys_of(const json& list, const PodField& field) {
    json result = json::array();
    for (const json& item : list) {
      json keys = json::object();
      for (const std::string_view key : field.keys) {
        const std::string name(key);
        if (item.is_object() && item.contains(name)) keys[name] = item[name];
      }
      result.push_back(std::move(keys));
    }
    return result;
  }

  /// The whole of it, quantities by value.
  static bool equal(const json& wanted, const json& got, const PodField* field) {
    if (field && field->shape == Shape::quantity) {
      const auto a = quantity_of(wanted), b = quantity_of(got);
      return a && b ? *a == *b : wanted == got;
    }
    if (wanted.type() != got.type() || wanted.size() != got.size() || !wanted.is_structured()) {
      return wanted == got;
    }
    if (wanted.is_array()) {
      return std::equal(wanted.begin(), wanted.end(), got.begin(),
                        [&](const json& a, const json& b) {
                          return equal(a, b, field ? field->element.get() : nullptr);
                        });
    }
    const auto members = wanted.items();
    return std::all_of(members.begin(), members.end(), [&](const auto& member) {
      const auto found = got.find(member.key());
      return found != got.end() && equal(member.value(), *found, inner(field, member.key()));
    });
  }

  void differ(const Place& at, const json& wanted, const json* got) {
    mismatches_.push_back({at.path, at.pointer, wanted, {}});
    if (got) mismatches_.back().got = *got;
  }
  void differ(const Place& at, const json& wanted, const json& got) { differ(at, wanted, &got); }

  const std::string& spark_container_;
  std::vector<Mismatch>& mismatches_;
};

}  // namespace

void compare_pods(const json& wanted, const json& pod, const std::string& spark_container,
                  std::vector<Mismatch>& mismatches) {
  PodField root;
  root.shape = Shape::object;
  root.type = &decision::pod_template_type();
  Comparison(spark_container, mismatches).value({}, wanted, &pod, &root);
}

}  // namespace sparkgate::policytest
