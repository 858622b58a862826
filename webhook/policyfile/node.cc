#include "policyfile/node.h"

#include "decision/message.h"

namespace sparkgate::policyfile {
namespace {

constexpr std::size_t kMaxShown = 43;  // bytes of a value in a message: most of a line is left

}  // namespace

std::string describe(const Node& node) {
  if (node.is_map()) return "a map";
  if (node.is_list()) return "a list";
  if (node.is_null()) return "nothing";
  const std::string text = node.is_text() ? node.text() : node.scalar.dump();
  const std::string shown = decision::shortened(text, kMaxShown);
  if (node.is_text()) return "the string '" + shown + "'";
  return (node.scalar.is_boolean() ? "the boolean " : "the number ") + shown;
}

nlohmann::json to_json(const Node& node) {
  if (node.is_map()) {
    nlohmann::json object = nlohmann::json::object();
    for (const Member& member : node.members) object[member.name] = to_json(member.value);
    return object;
  }
  if (node.is_list()) {
    nlohmann::json list = nlohmann::json::array();
    for (const Node& item : node.items) list.push_back(to_json(item));
    return list;
  }
  return node.scalar;
}

}  // namespace sparkgate::policyfile
