#include "decision/same.h"

#include <charconv>
#include <optional>
#include <string>

#include "decision/pod_resources.h"

namespace sparkgate::decision {
namespace {

using nlohmann::json;

std::optional<Quantity> quantity_of(const json& said) {
  if (said.is_string()) return Quantity::parse(said.get_ref<const std::string&>());
  return Quantity::parse(said.dump());
}

/// Values compared as JSON, numbers by value.
bool equal(View here, const json& said) {
  if (said.is_string()) {
    return here.is_text() && here.text() == said.get_ref<const std::string&>();
  }
  if (said.is_boolean()) return here.boolean() == said.get<bool>();
  if (said.is_number_integer() && here.integer()) return here.integer() == said.get<std::int64_t>();
  if (said.is_number()) return here.number() == said.get<double>();
  if (said.is_null()) return !here.present();
  if (said.size() != here.size()) return false;
  if (said.is_array()) {
    auto item = said.begin();
    for (const View element : here.items()) {
      if (!equal(element, *item++)) return false;
    }
    return here.is_list();
  }
  for (const auto& [key, value] : said.items()) {
    if (!equal(here[key], value)) return false;
  }
  return here.is_object();
}

bool is_fallback(View here, const PodField& field) {
  switch (field.shape) {
    case Shape::object:
      return here.is_object() && here.size() == 0;  // the only object filled in is `{}`
    case Shape::integer:
      return here.integer() && here.json() == field.fallback;
    case Shape::boolean:
      return here.boolean() && here.json() == field.fallback;
    case Shape::quantity:
      return quantity_of(here) == Quantity::parse(field.fallback);
    default:
      return here.is_text() && here.text() == field.fallback;
  }
}

/// A value in the pod that a template may leave out: filled in, or zero where zero is not stored.
bool says_nothing(View here, const PodField& field) {
  if (!here.present() || unsaid(here, field)) return true;
  if (here.is_object() || here.is_list()) return here.size() == 0 && !field.pointer;
  if (field.pointer) return false;
  if (here.is_text()) return here.text().empty();
  return here.integer() == 0 || here.boolean() == false;
}

/// On the host's network a port of a container is one of the host.
bool is_filled_in_port(std::string_view key, View value, View port, const PodType& type) {
  return key == "hostPort" && type.name == "ContainerPort" &&
         value.integer() == port["containerPort"].integer();
}

bool same_object(View here, const json& said, const PodType& type) {
  for (const auto& [key, value] : said.items()) {
    const PodField* field = type.find(key);
    if (!(field ? same(here[key], value, *field) : equal(here[key], value))) return false;
  }
  for (const auto [key, value] : here.members()) {
    if (said.contains(key)) continue;
    if (is_filled_in_port(key, value, here, type)) continue;
    const PodField* field = type.find(key);  // none: a field newer than our table, let it be
    if (field && !says_nothing(value, *field)) return false;
  }
  return here.is_object();
}

bool same_map(View here, const json& said, const PodField& element) {
  if (!here.is_object() || here.size() != said.size()) return false;
  for (const auto& [key, value] : said.items()) {
    if (!same(here[key], value, element)) return false;
  }
  return true;
}

bool same_list(View here, const json& said, const PodField& element) {
  if (!here.is_list() || here.size() != said.size()) return false;
  auto item = said.begin();
  for (const View value : here.items()) {
    if (!same(value, *item++, element)) return false;
  }
  return true;
}

}  // namespace

bool same(View here, const json& said, const PodField& field) {
  if (!here.present()) {
    if (said.is_string() && !field.fallback.empty()) {
      return said.get_ref<const std::string&>() == field.fallback;
    }
    return is_dropped(said, field) || (!field.fallback.empty() && said.dump() == field.fallback);
  }
  switch (field.shape) {
    case Shape::quantity: {
      const auto a = quantity_of(here), b = quantity_of(said);
      return a && b && *a == *b;
    }
    case Shape::object:
      return field.type && said.is_object() ? same_object(here, said, *field.type)
                                            : equal(here, said);
    case Shape::map:
      return said.is_object() && same_map(here, said, *field.element);
    case Shape::list:
      return said.is_array() && same_list(here, said, *field.element);
    default:
      return equal(here, said);
  }
}

bool unsaid(View here, const PodField& field) {
  return !field.fallback.empty() && is_fallback(here, field);
}

bool comes_back(View here, const PodField& field) {
  if (says_nothing(here, field)) return true;
  if (!here.is_list()) return false;
  for (const View item : here.items()) {
    if (!is_filled_in_toleration(item) && !is_filled_in_mount(item)) return false;
  }
  return true;
}

bool same_but_filled_in(View here, const json& said, const PodField& field) {
  if (!here.present()) return said.empty();
  if (!here.is_list() || !said.is_array()) return false;
  auto item = said.begin();
  for (const View value : here.items()) {
    if (item != said.end() && same(value, *item, *field.element)) {
      ++item;
    } else if (!is_filled_in_toleration(value) && !is_filled_in_mount(value)) {
      return false;
    }
  }
  return item == said.end();
}

bool is_dropped(const json& said, const PodField& field) {
  if (field.pointer) return false;
  if (said.is_string()) return said.get_ref<const std::string&>().empty();
  if (said.is_boolean()) return !said.get<bool>();
  if (said.is_number()) return said == 0;
  return said.is_null() || said.empty();
}

bool is_filled_in_toleration(View toleration) {
  const std::string_view key = toleration["key"].text();
  return (key == "node.kubernetes.io/not-ready" || key == "node.kubernetes.io/unreachable") &&
         toleration["operator"].text() == "Exists" && toleration["effect"].text() == "NoExecute" &&
         toleration["tolerationSeconds"].integer() == 300 && toleration["value"].text().empty();
}

bool is_filled_in_mount(View mount) {
  return mount["name"].text().starts_with("kube-api-access-") &&
         mount["mountPath"].text() == "/var/run/secrets/kubernetes.io/serviceaccount";
}

}  // namespace sparkgate::decision
