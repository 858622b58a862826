#include "certs/cluster/json.h"

#include <utility>

namespace sparkgate::cluster {

using nlohmann::json;

Result<json> parse_json(const std::string& text) {
  bool deep = false;
  // Parsing itself does not recurse; what is too deep is not even kept.
  const auto keep = [&deep](int around, json::parse_event_t event, const json&) {
    const bool opens =
        event == json::parse_event_t::object_start || event == json::parse_event_t::array_start;
    deep = deep || (opens && around >= kMaxDepth);
    return !deep;
  };
  json parsed = json::parse(text, keep, false);
  if (deep) return Error{"nested more than " + std::to_string(kMaxDepth) + " deep"};
  if (parsed.is_discarded()) return Error{"no JSON"};
  return parsed;
}

}  // namespace sparkgate::cluster
