#include "render/fields.h"

namespace sparkgate::render {

using nlohmann::json;

namespace {
const json& empty_object() {
  static const json empty = json::object();
  return empty;
}
}  // namespace

const json* Fields::find(std::string_view key) const {
  const auto found = object_->find(key);
  return found == object_->end() || found->is_null() ? nullptr : &*found;
}

bool Fields::has(std::string_view key) const {
  return find(key) != nullptr;
}

std::string Fields::path_of(std::string_view key) const {
  return (path_.empty() ? "" : path_ + ".") + std::string(key);
}

void Fields::wrong(std::string_view key, std::string_view wanted) const {
  account_->mistake(path_of(key) + ": must be " + std::string(wanted));
}

std::string Fields::text(std::string_view key) const {
  const json* value = find(key);
  if (!value) return "";
  if (value->is_string()) return value->get<std::string>();
  wrong(key, "a string");
  return "";
}

std::string Fields::number(std::string_view key) const {
  const json* value = find(key);
  if (!value) return "";
  if (value->is_number_integer()) return value->dump();
  wrong(key, "a whole number");
  return "";
}

bool Fields::is_true(std::string_view key) const {
  const json* value = find(key);
  if (!value) return false;
  if (!value->is_boolean()) wrong(key, "true or false");
  return value->is_boolean() && value->get<bool>();
}

std::vector<std::string> Fields::texts(std::string_view key) const {
  std::vector<std::string> result;
  const json* list = find(key);
  if (!list) return result;
  const auto good = [](const json& item) { return item.is_string(); };
  if (!list->is_array() || !std::all_of(list->begin(), list->end(), good)) {
    wrong(key, "a list of strings");
    return result;
  }
  for (const json& item : *list) result.push_back(item.get<std::string>());
  return result;
}

std::vector<std::pair<std::string, std::string>> Fields::texts_by_name(std::string_view key) const {
  std::vector<std::pair<std::string, std::string>> result;
  const json* map = find(key);
  if (!map) return result;
  const auto good = [](const json& item) { return item.is_string(); };
  if (!map->is_object() || !std::all_of(map->begin(), map->end(), good)) {
    wrong(key, "strings by name");
    return result;
  }
  for (const auto& [name, value] : map->items())
    result.emplace_back(name, value.get<std::string>());
  return result;
}

Fields Fields::object(std::string_view key) const {
  const json* value = find(key);
  if (value && !value->is_object()) {
    wrong(key, "an object");
    value = nullptr;
  }
  return {value ? *value : empty_object(), path_of(key), *account_};
}

std::vector<Fields> Fields::objects(std::string_view key) const {
  std::vector<Fields> result;
  const json* list = find(key);
  if (!list) return result;
  const auto good = [](const json& item) { return item.is_object(); };
  if (!list->is_array() || !std::all_of(list->begin(), list->end(), good)) {
    wrong(key, "a list of objects");
    return result;
  }
  for (std::size_t i = 0; i < list->size(); ++i) {
    result.push_back({(*list)[i], path_of(key) + "[" + std::to_string(i) + "]", *account_});
  }
  return result;
}

}  // namespace sparkgate::render
