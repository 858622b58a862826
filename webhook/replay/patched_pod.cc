#include "replay/patched_pod.h"

#include <charconv>
#include <deque>
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
  std::vector<std::pair<std::string_view, Node>> children;  // the keys of a list's are empty
};

void take_apart(Node& node) {
  if (node.kind != Node::Kind::as_it_was) return;
  node.kind = node.view.is_list() ? Node::Kind::list : Node::Kind::object;
  node.children.reserve(node.view.size() + 1);
  for (const View item : node.view.items()) node.children.emplace_back("", Node(item));
  for (const auto& [key, value] : node.view.members()) {
    node.children.emplace_back(key, Node(value));
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

/// Keys that an operation brings.
using Keys = std::deque<std::string>;

/// Precondition: the operation applies, as those of a patch of ours do.
void apply(Node& root, View operation, Keys& keys) {
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
    children.emplace(children.begin() + static_cast<std::ptrdiff_t>(at),
                     keys.emplace_back(std::move(token)), Node(operation["value"]));
  } else {
    children.at(at).second = Node(operation["value"]);
  }
}

/// Appends values between brackets, and keys in front of those of an object.
class Brackets {
 public:
  Brackets(std::string& out, bool object) : out_(out), object_(object) {
    out_ += object ? '{' : '[';
  }
  void next(std::string_view key) {
    if (!std::exchange(first_, false)) out_ += ',';
    if (!object_) return;
    append_json_string(out_, key);
    out_ += ':';
  }
  void end() { out_ += object_ ? '}' : ']'; }

 private:
  std::string& out_;
  bool object_, first_ = true;
};

/// Without the buffer of its own and the copy that View::json() makes for each value.
void append(std::string& out, View value) {
  if (value.is_text()) return append_json_string(out, value.text());
  if (!value.is_object() && !value.is_list()) {
    out += value.json();
    return;
  }
  Brackets brackets(out, value.is_object());
  for (const View item : value.items()) {
    brackets.next("");
    append(out, item);
  }
  for (const auto& [key, member] : value.members()) {
    brackets.next(key);
    append(out, member);
  }
  brackets.end();
}

void append(std::string& out, const Node& node) {
  if (node.kind == Node::Kind::as_it_was) return append(out, node.view);
  Brackets brackets(out, node.kind == Node::Kind::object);
  for (const auto& [key, value] : node.children) {
    brackets.next(key);
    append(out, value);
  }
  brackets.end();
}

void leave_out_managed_fields(Node& root) {
  if (!root.view["metadata"]["managedFields"].present()) return;
  take_apart(root);
  Node& metadata = root.children.at(place_of(root, "metadata")).second;
  take_apart(metadata);
  std::erase_if(metadata.children,
                [](const auto& child) { return child.first == "managedFields"; });
}

}  // namespace

void append_patched(std::string& out, View pod, View operations) {
  Node root(pod);
  Keys keys;
  for (const View operation : operations.items()) apply(root, operation, keys);
  leave_out_managed_fields(root);
  append(out, root);
}

}  // namespace sparkgate::replay
