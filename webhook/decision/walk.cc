#include "decision/walk.h"

#include "decision/finish_edit.h"

namespace sparkgate::decision {
namespace {

bool has_blocked_part(const Walk& walk, const Edit& edit) {
  return std::any_of(edit.children.begin(), edit.children.end(), [&](const Edit& child) {
    return walk.is_blocked(child) || has_blocked_part(walk, child);
  });
}

}  // namespace

std::string_view text_of_new(const Walk& walk, const Edit& edit, std::string& storage) {
  if (walk.blocked.empty() || !has_blocked_part(walk, edit)) return edit.text;
  storage = value_without(edit, [&](const Edit& part) { return walk.is_blocked(part); }).dump();
  return storage;
}

}  // namespace sparkgate::decision
