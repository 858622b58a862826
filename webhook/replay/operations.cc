#include "replay/operations.h"

#include <string>
#include <string_view>
#include <utility>

#include "decision/message.h"
#include "decision/view.h"

namespace sparkgate::replay {
namespace {

using decision::View;

constexpr std::size_t kLongestWhy = 160;

/// Our annotations: what was applied, by which set, and what Spark would not show.
bool is_ours(View operation) {
  const std::string_view path = operation["path"].text();
  if (path.starts_with("/metadata/annotations/sparkgate.dev~1")) return true;
  if (path != "/metadata/annotations") return false;
  const View map = operation["value"];
  return map.size() == 1 && (*map.members().begin()).first.starts_with("sparkgate.dev/");
}

std::string words_of(View operation) {
  const std::string_view path = operation["path"].text();
  std::string text = std::string(operation["op"].text()) + " " + std::string(path);
  const View value = operation["value"];
  if (operation["op"].text() != "remove") text += " " + value.json();
  return decision::shortened(std::move(text), kLongestWhy);
}

}  // namespace

std::vector<Operation> operations_of(const Decider& decided) {
  std::vector<Operation> result;
  const auto& origins = decided.mutated().patch.origins();
  std::size_t index = 0;
  for (const View operation : decided.operations().items()) {
    const decision::Origin& from = *origins[index++];
    if (is_ours(operation)) continue;
    result.push_back({std::string(from.policy), operation.json(), words_of(operation)});
  }
  return result;
}

}  // namespace sparkgate::replay
