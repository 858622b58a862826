#include "decision/element_order.h"

#include <algorithm>
#include <string>

namespace sparkgate::decision {
namespace {

using nlohmann::json;

json member(const json& item, std::string_view name, const PodField& list) {
  const PodField* field = list.element->type ? list.element->type->find(name) : nullptr;
  const json fallback = field && !field->fallback.empty() ? json(field->fallback) : json();
  return item.is_object() ? item.value(std::string(name), fallback) : item;
}

/// A second key may be left out (`ports` are named by containerPort alone).
bool same_item(const json& a, const json& b, const PodField& list) {
  return std::all_of(list.keys.begin(), list.keys.end(), [&](std::string_view key) {
    const bool said = key == list.keys.front() || (a.contains(key) && b.contains(key));
    return !said || member(a, key, list) == member(b, key, list);
  });
}

std::size_t index_of(const json& item, const json& items, const PodField& list) {
  const auto found = std::find_if(items.begin(), items.end(),
                                  [&](const json& one) { return same_item(item, one, list); });
  return static_cast<std::size_t>(found - items.begin());
}

}  // namespace

json in_order(const json& items, const json& live, const json& order, const PodField& list) {
  json named = json::array(), others = json::array(), result = json::array();
  for (const json& item : items) {
    (index_of(item, order, list) < order.size() ? named : others).push_back(item);
  }
  std::stable_sort(named.begin(), named.end(), [&](const json& a, const json& b) {
    return index_of(a, order, list) < index_of(b, order, list);
  });
  auto one = named.begin();
  for (const json& other : others) {
    const std::size_t place = index_of(other, live, list);
    for (; one != named.end(); ++one) {
      const std::size_t mine = index_of(*one, live, list);
      if (place < live.size() && mine < live.size() && place < mine) break;
      result.push_back(*one);
    }
    result.push_back(other);
  }
  result.insert(result.end(), one, named.end());
  return result;
}

}  // namespace sparkgate::decision
