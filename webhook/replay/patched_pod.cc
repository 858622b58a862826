#include "replay/patched_pod.h"

#include <charconv>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json_text.h"

namespace sparkgate::replay {
namespace {

using decision::View;

/// A value: as it was, or taken apart for a change below it.
struct Node {
  enum class Kind { as_it_was, object, list };

  explicit Node(View value) : view(value) {}

  Kind kind = Kind::as_it_was;
  View view;
  std::vector<std::pair<std::string, Node>> children;  // the keys of a list's are empty
};

void take_apart(Node& node) {
  if (node.kind != Node::Kind::as_it_was) return;
  node.kind = node.view.is_list() ? Node::Kind::list : Node::Kind::object;
  for (const View item : node.view.items()) node.children.emplace_back("", Node(item));
  for (const auto& [key, value] : node.view.members()) {
    node.children.emplace_back(std::string(key), Node(value));
  }
}

/// Where a token of a pointer leads among the children: behind the last for what is not there.
std::size_t place_of(const Node& node, std::string_view token) {
  std::size_t at = node.children.size();
  if (node.kind == Node::Kind::list) {
    std::from_chars(token.data(), token.data() + token.size(), at);  // "-" leaves it at the end
    return at;
  }
  for (std::size_t i = 0; i < at; ++i) {
    if (node.children[i].first == token) return i;
  }
  return at;
}

/// The next token of a pointer (RFC 6901), which is taken off it.
std::string next_token(std::string_view& pointer) {
  pointer.remove_prefix(1);
  const std::string_view raw = pointer.substr(0, pointer.find('/'));
  pointer.remove_prefix(raw.size());
  std::string token;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    token += raw[i] != '~' ? raw[i] : raw[++i] == '1' ? '/' : '~';
  }
  return token;
}

/// Precondition: the operation applies, as those of a patch of ours do.
void apply(Node& root, View operation) {
  std::string_view pointer = operation["path"].text();
  Node* node = &root;
  std::string token = next_token(pointer);
  for (take_apart(*node); !pointer.empty(); take_apart(*node)) {
    node = &node->children.at(place_of(*node, token)).second;
    token = next_token(pointer);
  }
  const std::size_t at = place_of(*node, token);
  auto& children = node->children;
  const std::string_view op = operation["op"].text();
  const bool inserts = op == "add" && (node->kind == Node::Kind::list || at == children.size());
  if (op == "remove") {
    children.erase(children.begin() + static_cast<std::ptrdiff_t>(at));
  } else if (inserts) {
    if (node->kind == Node::Kind::list) token.clear();
    children.emplace(children.begin() + static_cast<std::ptrdiff_t>(at), std::move(token),
                     Node(operation["value"]));
  } else {
    children.at(at).second = Node(operation["value"]);
  }
}

void append(std::string& out, const Node& node) {
  if (node.kind == Node::Kind::as_it_was) {
    out += node.view.json();
    return;
  }
  const bool object = node.kind == Node::Kind::object;
  out += object ? '{' : '[';
  bool first = true;
  for (const auto& [key, value] : node.children) {
    if (!std::exchange(first, false)) out += ',';
    if (object) {
      append_json_string(out, key);
      out += ':';
    }
    append(out, value);
  }
  out += object ? '}' : ']';
}

}  // namespace

void append_patched(std::string& out, View pod, const decision::Patch& patch) {
  simdjson::dom::parser parser;
  const simdjson::padded_string text(patch.json());
  Node root(pod);
  for (const View operation : View(parser.parse(text).value()).items()) apply(root, operation);
  append(out, root);
}

}  // namespace sparkgate::replay
