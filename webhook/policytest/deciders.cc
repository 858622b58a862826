#include "policytest/deciders.h"

#include <algorithm>

namespace sparkgate::policytest {
namespace {

using nlohmann::json;

/// Whether one pointer is the other, or leads to it.
bool leads_to(const std::string& pointer, const std::string& other) {
  return other.starts_with(pointer) &&
         (other.size() == pointer.size() || other[pointer.size()] == '/');
}

/// Where a pointer's last piece begins, at its slash.
std::size_t last_piece(const std::string& pointer) {
  return std::min(pointer.rfind('/'), pointer.size());
}

/// `/spec/tolerations/-` as the index that it means now.
std::string resolved(const std::string& pointer, const json& pod) {
  if (!pointer.ends_with("/-")) return pointer;
  const std::string list = pointer.substr(0, pointer.size() - 2);
  return list + "/" + std::to_string(pod.at(json::json_pointer(list)).size());
}

/// An item of a list goes: what stands behind it moves up.
void move_up(std::vector<std::string>& pointers, const std::string& gone) {
  const std::string list = gone.substr(0, last_piece(gone) + 1);
  const std::size_t index = std::stoul(gone.substr(list.size()));
  for (std::string& pointer : pointers) {
    if (!pointer.starts_with(list)) continue;
    const std::size_t end = std::min(pointer.find('/', list.size()), pointer.size());
    const std::size_t number = std::stoul(pointer.substr(list.size(), end - list.size()));
    if (number <= index) continue;
    pointer = list + std::to_string(number - 1) + pointer.substr(end);
  }
}

}  // namespace

std::vector<std::size_t> deciders(const json& before, const json& patch,
                                  const std::string& pointer) {
  json pod = before;
  std::vector<std::string> places;  // of the operations so far, in the pod as it is by then
  for (const json& operation : patch) {
    const std::string place = resolved(operation["path"].get<std::string>(), pod);
    const bool removes = operation["op"] == "remove";
    const json::json_pointer list(place.substr(0, last_piece(place)));
    if (removes && pod.at(list).is_array()) move_up(places, place);
    places.push_back(place);
    pod = pod.patch(json::array({operation}));
  }
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (leads_to(places[i], pointer) || leads_to(pointer, places[i])) found.push_back(i);
  }
  return found;
}

}  // namespace sparkgate::policytest
