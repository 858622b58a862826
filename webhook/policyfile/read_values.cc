#include "policyfile/read_values.h"

namespace sparkgate::policyfile {

std::vector<std::string> strings(const Node* list) {
  std::vector<std::string> result;
  for (const Node& item : items(list)) {
    if (!item.text().empty()) result.push_back(item.text());
  }
  return result;
}

const std::vector<Member>& members(const Node* map) {
  static const std::vector<Member> kNone;
  return map ? map->members : kNone;
}

const std::vector<Node>& items(const Node* list) {
  static const std::vector<Node> kNone;
  return list ? list->items : kNone;
}

bool boolean(const Node* node) {
  return node && node->scalar.is_boolean() && node->scalar.get<bool>();
}

int integer(const Node* node) {
  return node && node->scalar.is_number_integer() ? node->scalar.get<int>() : 0;
}

std::string text(const Node* node) {
  return node ? node->text() : std::string();
}

}  // namespace sparkgate::policyfile
