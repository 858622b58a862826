#include "decision/fragment.h"

namespace sparkgate::decision {

const Fragment* Fragment::find(std::string_view name) const {
  for (const Member& member : members) {
    if (member.name == name) return &member.value;
  }
  return nullptr;
}

nlohmann::json to_json(const Fragment& fragment) {
  if (fragment.kind == Fragment::Kind::scalar) return fragment.scalar;
  if (fragment.kind == Fragment::Kind::list) {
    nlohmann::json list = nlohmann::json::array();
    for (const Fragment& item : fragment.items) list.push_back(to_json(item));
    return list;
  }
  nlohmann::json object = nlohmann::json::object();
  for (const auto& [name, value] : fragment.members) {
    if (value.kind != Fragment::Kind::scalar || !value.scalar.is_null()) {
      object[name] = to_json(value);
    }
  }
  return object;
}

}  // namespace sparkgate::decision
