#include "policyfile/json_schema.h"

#include <string>

#include "decision/pod_types.h"
#include "policyfile/format.h"
#include "policyfile/test_format.h"

namespace sparkgate::policyfile {
namespace {

using Json = nlohmann::ordered_json;
using decision::PodField;
using decision::PodType;

Json reference(std::string_view type) {
  return {{"$ref", "#/definitions/" + std::string(type)}};
}

Json strings(const auto& words) {
  Json list = Json::array();
  for (const std::string_view word : words) list.push_back(std::string(word));
  return list;
}

Json quantity() {
  return {
      {"anyOf",
       {{{"type", "string"}, {"pattern", "^[+-]?[0-9.]+([eE][+-]?[0-9]+|[numkMGTPE]|[KMGTPE]i)?$"}},
        {{"type", "number"}}}}};
}

/// Fields that Kubernetes grows later are allowed; those we know have their types.
Json pod_schema(const PodField& field) {
  using decision::Shape;
  switch (field.shape) {
    case Shape::integer:
      return {{"type", "integer"}};
    case Shape::boolean:
      return {{"type", "boolean"}};
    case Shape::quantity:
      return quantity();
    case Shape::int_or_string:
      return {{"type", {"integer", "string"}}};
    case Shape::map:
      return {{"type", "object"}, {"additionalProperties", pod_schema(*field.element)}};
    case Shape::list:
      return {{"type", "array"}, {"items", pod_schema(*field.element)}};
    case Shape::object:
      return reference(field.type->name);
    default:
      break;
  }
  Json schema = {{"type", "string"}};
  if (!field.choices.empty()) schema["enum"] = strings(field.choices);
  return schema;
}

/// A type and all it is made of.
void define(const PodType& type, Json& definitions) {
  if (definitions.contains(type.name)) return;
  Json& schema = definitions[std::string(type.name)] = {{"type", "object"}};
  Json properties = Json::object();
  for (const PodField& field : type.fields) properties[std::string(field.name)] = pod_schema(field);
  schema["properties"] = std::move(properties);
  for (const PodField& field : type.fields) {
    const PodField* inner = &field;
    while (inner->element) inner = inner->element.get();
    if (inner->type) define(*inner->type, definitions);
  }
}

Json schema_of(const Shape& shape);

Json object_schema(const Shape& shape) {
  Json schema = {{"type", "object"}};
  Json properties = Json::object(), required = Json::array(), alternatives = Json::array();
  for (const auto fields : {shape.fields, shape.one_of}) {
    for (const Field& field : fields) {
      Json value = schema_of(*field.shape);
      value["description"] = std::string(field.doc);
      properties[std::string(field.name)] = std::move(value);
      if (field.required) required.push_back(std::string(field.name));
    }
  }
  for (const Field& field : shape.one_of) {
    alternatives.push_back({{"required", {std::string(field.name)}}});
  }
  schema["properties"] = std::move(properties);
  if (!required.empty()) schema["required"] = std::move(required);
  if (!alternatives.empty()) schema["oneOf"] = std::move(alternatives);
  schema["additionalProperties"] = false;
  return schema;
}

/// Draft 7 ignores what stands beside a $ref, so that a description needs allOf around it.
Json pod_template_schema() {
  return {{"anyOf",
           {{{"type", "object"},
             {"properties", {{"templateFile", {{"type", "string"}}}}},
             {"required", {"templateFile"}},
             {"additionalProperties", false}},
            reference(decision::pod_template_type().name)}}};
}

Json schema_of(const Shape& shape) {
  using Kind = Shape::Kind;
  switch (shape.kind) {
    case Kind::text:
      return {{"type", "string"}};
    case Kind::boolean:
      return {{"type", "boolean"}};
    case Kind::integer:
      return {{"type", "integer"}};
    case Kind::number:
      return {{"type", "number"}};
    case Kind::quantity:
      return quantity();
    case Kind::choice:
      return {{"enum", strings(shape.choices)}};
    case Kind::list:
      return {{"type", "array"}, {"items", schema_of(*shape.element)}};
    case Kind::map:
      return {{"type", "object"}, {"additionalProperties", schema_of(*shape.element)}};
    case Kind::pod:
      return shape.name == "map" ? Json{{"type", "object"}} : pod_template_schema();
    case Kind::object:
      return object_schema(shape);
    case Kind::anything:
      return Json::object();
    case Kind::text_or_object:
      return {{"anyOf", {{{"type", "string"}}, object_schema(shape)}}};
  }
  return Json::object();
}

/// A test's schema, where `${COLUMN}` may stand in the place of any value.
Json with_placeholders(const Json& schema) {
  if (schema.is_array()) {
    Json list = Json::array();
    for (const Json& one : schema) list.push_back(with_placeholders(one));
    return list;
  }
  if (!schema.is_object()) return schema;
  Json result = Json::object();
  for (const auto& [key, value] : schema.items()) result[key] = with_placeholders(value);
  const Json placeholder = {{"type", "string"}, {"pattern", "\\$\\{.+\\}"}};
  if (schema.contains("enum")) return {{"anyOf", {std::move(result), placeholder}}};
  const auto type = schema.find("type");
  if (type == schema.end() || !type->is_string() || *type == "string") return result;
  result["type"] = {*type, "string"};  // the other keywords speak of the one or the other
  result["pattern"] = placeholder["pattern"];
  return result;
}

/// The document of tests: what it is itself has no placeholders.
Json test_schema() {
  Json schema = schema_of(kSparkPolicyTest);
  Json& test = schema["properties"]["tests"]["items"];
  for (auto& [key, value] : test["properties"].items()) {
    if (key != "each") value = with_placeholders(value);
  }
  return schema;
}

/// The schema for documents of one kind.
Json when_kind(std::string_view kind, Json schema) {
  return {
      {"if", {{"properties", {{"kind", {{"const", std::string(kind)}}}}}, {"required", {"kind"}}}},
      {"then", std::move(schema)}};
}

}  // namespace

nlohmann::ordered_json json_schema() {
  Json schema = {{"$schema", "http://json-schema.org/draft-07/schema#"},
                 {"title", "A document of a sparkgate policy directory"},
                 {"type", "object"}};
  schema["required"] = {"kind"};
  schema["properties"] = {
      {"kind", {{"enum", {"SparkPolicy", "SparkPolicyTest", "Pod", "PodTemplate"}}}}};
  const Json pod = {
      {"properties", {{"metadata", reference("ObjectMeta")}, {"spec", reference("PodSpec")}}}};
  schema["allOf"] = {when_kind("SparkPolicy", schema_of(kSparkPolicy)),
                     when_kind("SparkPolicyTest", test_schema()), when_kind("Pod", pod)};
  Json definitions = Json::object();
  define(decision::pod_template_type(), definitions);
  schema["definitions"] = std::move(definitions);
  return schema;
}

}  // namespace sparkgate::policyfile
