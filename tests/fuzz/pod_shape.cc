#include "fuzz/pod_shape.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>

namespace sparkgate {
namespace {

using decision::PodField;
using decision::PodType;
using decision::Shape;
using nlohmann::json;

bool has_type(const json& value, const PodField& field);

bool has_types(const json& object, const PodType& type) {
  return std::all_of(type.fields.begin(), type.fields.end(), [&](const PodField& field) {
    const auto found = object.find(std::string(field.name));
    return found == object.end() || found->is_null() || has_type(*found, field);
  });
}

bool has_type(const json& value, const PodField& field) {
  const auto is_element = [&](const json& one) { return has_type(one, *field.element); };
  switch (field.shape) {
    case Shape::integer:
      return value.is_number_integer() &&
             (!value.is_number_unsigned() ||
              value.get<std::uint64_t>() <= std::numeric_limits<std::int64_t>::max());
    case Shape::boolean:
      return value.is_boolean();
    case Shape::int_or_string:
      return value.is_number_integer() || value.is_string();
    case Shape::map:
      return value.is_object() && std::all_of(value.begin(), value.end(), is_element);
    case Shape::list:
      return value.is_array() && std::all_of(value.begin(), value.end(), is_element);
    case Shape::object:
      return value.is_object() && (!field.type || has_types(value, *field.type));
    default:
      return value.is_string();
  }
}

}  // namespace

const PodField& whole_pod() {
  static const PodField kPod = [] {
    PodField field;
    field.shape = Shape::object;
    field.type = &decision::pod_template_type();
    return field;
  }();
  return kPod;
}

bool is_pod(const json& pod) {
  return has_type(pod, whole_pod());
}

}  // namespace sparkgate
