#include "decision/element_order.h"

#include <algorithm>
#include <map>
#include <string>

namespace sparkgate::decision {
namespace {

using nlohmann::json;

/// Where items stand, by their keys. One may be named by its first key alone (`ports` by
/// containerPort).
class Places {
 public:
  Places(const json& items, const PodField& list) : list_(list), size_(items.size()) {
    for (std::size_t i = 0; i < size_; ++i) {
      places_.emplace(text_of(items[i], list.keys.size()), i);
    }
  }

  /// The item's place; size() when it has none.
  std::size_t of(const json& item) const {
    for (const std::size_t keys : {list_.keys.size(), std::size_t{1}}) {
      const auto found = places_.find(text_of(item, keys));
      if (found != places_.end()) return found->second;
    }
    return size_;
  }
  std::size_t size() const { return size_; }

 private:
  std::string text_of(const json& item, std::size_t keys) const {
    std::string text;
    for (std::size_t i = 0; i < keys && item.is_object(); ++i) {
      const auto member = item.find(std::string(list_.keys[i]));
      if (member != item.end()) text += member->dump() + '\n';
    }
    return text;
  }

  const PodField& list_;
  std::size_t size_;
  std::map<std::string, std::size_t> places_;  // the first of each
};

}  // namespace

json in_order(const json& items, const json& live, const json& order, const PodField& list) {
  const Places wanted(order, list), before(live, list);
  json named = json::array(), others = json::array(), result = json::array();
  for (const json& item : items) {
    (wanted.of(item) < wanted.size() ? named : others).push_back(item);
  }
  std::stable_sort(named.begin(), named.end(),
                   [&](const json& a, const json& b) { return wanted.of(a) < wanted.of(b); });
  auto one = named.begin();
  for (const json& other : others) {
    const std::size_t place = before.of(other);
    for (; one != named.end(); ++one) {
      const std::size_t mine = before.of(*one);
      if (place < before.size() && mine < before.size() && place < mine) break;
      result.push_back(*one);
    }
    result.push_back(other);
  }
  result.insert(result.end(), one, named.end());
  return result;
}

}  // namespace sparkgate::decision
