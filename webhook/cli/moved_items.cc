#include "cli/moved_items.h"

#include <algorithm>
#include <map>

#include "decision/pod_types.h"

namespace sparkgate::cli {
namespace {

using decision::PodField;
using decision::PodType;
using nlohmann::json;

/// All merge keys of an item; what has none of them is never the same as another.
std::string keys_of(const json& item, const PodField& list) {
  std::string keys;
  for (const std::string_view key : list.keys) {
    const auto found = item.is_object() ? item.find(std::string(key)) : item.end();
    if (item.is_object() && found != item.end()) keys += found->dump() + "\n";
  }
  return keys;
}

std::string name_of(const json& item, const PodField& list) {
  const json key = item.value(std::string(list.keys.front()), json());
  return key.is_string() ? key.get<std::string>() : key.dump();
}

/// The places in `ranks` that have to change for them to rise: all but a longest rising row.
std::vector<bool> out_of_row(const std::vector<std::size_t>& ranks) {
  std::vector<std::size_t> ends, before(ranks.size(), ranks.size());  // of rows by length
  for (std::size_t i = 0; i < ranks.size(); ++i) {
    const auto end = std::lower_bound(ends.begin(), ends.end(), i,
                                      [&](auto a, auto b) { return ranks[a] < ranks[b]; });
    if (end != ends.begin()) before[i] = *(end - 1);
    end == ends.end() ? ends.push_back(i) : void(*end = i);
  }
  std::vector<bool> out(ranks.size(), true);
  for (std::size_t i = ends.empty() ? ranks.size() : ends.back(); i < ranks.size(); i = before[i]) {
    out[i] = false;
  }
  return out;
}

class Orderer {
 public:
  explicit Orderer(std::vector<Moved>& moved) : moved_(moved) {}

  json object(const json& other, const json& pod, const PodType& type, const std::string& path) {
    json result = pod;
    for (const PodField& field : type.fields) {
      const std::string name(field.name);
      if (!result.contains(name) || !other.contains(name)) continue;
      const std::string inner = path.empty() ? name : path + "." + name;
      value(other[name], result[name], field, inner);
    }
    return result;
  }

 private:
  void value(const json& other, json& pod, const PodField& field, const std::string& path) {
    if (field.type && other.is_object() && pod.is_object()) {
      pod = object(other, pod, *field.type, path);
    } else if (!field.keys.empty() && other.is_array() && pod.is_array()) {
      list(other, pod, field, path);
    }
  }

  void list(const json& other, json& pod, const PodField& field, const std::string& path) {
    std::map<std::string, std::size_t> rank;  // in `other`; the first of a key
    for (std::size_t i = 0; i < other.size(); ++i) rank.emplace(keys_of(other[i], field), i);
    std::vector<std::size_t> places, ranks;  // of items that are in both
    for (std::size_t i = 0; i < pod.size(); ++i) {
      const std::string keys = keys_of(pod[i], field);
      const auto known = rank.find(keys);
      if (keys.empty() || known == rank.end()) continue;
      places.push_back(i);
      ranks.push_back(known->second);
      rank.erase(known);
    }
    tell(pod, places, out_of_row(ranks), field, path);
    reorder(other, pod, places, ranks, field, path);
  }

  void tell(const json& pod, const std::vector<std::size_t>& places, const std::vector<bool>& out,
            const PodField& field, const std::string& path) {
    Moved one{path, {}};
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (out[i]) one.items.push_back(name_of(pod[places[i]], field));
    }
    if (!one.items.empty()) moved_.push_back(std::move(one));
  }

  /// Puts the items of both into the same places in the other's order; what is in them, too.
  void reorder(const json& other, json& pod, const std::vector<std::size_t>& places,
               const std::vector<std::size_t>& ranks, const PodField& field,
               const std::string& path) {
    std::vector<std::size_t> order(places.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return ranks[a] < ranks[b]; });
    const json before = pod;
    for (std::size_t i = 0; i < places.size(); ++i) {
      json& item = pod[places[i]];
      item = before[places[order[i]]];
      value(other[ranks[order[i]]], item, *field.element, path + "." + name_of(item, field));
    }
  }

  std::vector<Moved>& moved_;
};

}  // namespace

json with_order_of(const json& other, const json& pod, std::vector<Moved>& moved) {
  if (!other.is_object() || !pod.is_object()) return pod;
  return Orderer(moved).object(other, pod, decision::pod_template_type(), "");
}

}  // namespace sparkgate::cli
