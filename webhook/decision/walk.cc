#include "decision/walk.h"

#include <utility>

#include "decision/finish_edit.h"
#include "decision/guards.h"

namespace sparkgate::decision {
namespace {

void guard_children(Walk& walk, const Edit& edit) {
  for (const Edit& child : edit.children) {
    guard(walk, child, View());
    guard_children(walk, child);
  }
}

bool has_blocked_part(const Walk& walk, const Edit& edit) {
  return std::any_of(edit.children.begin(), edit.children.end(), [&](const Edit& child) {
    return walk.is_blocked(child) || has_blocked_part(walk, child);
  });
}

}  // namespace

void guard(Walk& walk, const Edit& edit, View here) {
  if (!edit.guard || edit.verb == Verb::remove) return;
  std::vector<Blocked> blocked;
  edit.guard(edit, here, blocked);
  for (Blocked& one : blocked) {
    if (!walk.is_blocked(*one.edit)) walk.block(*one.edit, std::move(one.reason));
  }
}

std::string_view text_of_new(Walk& walk, const Edit& edit, std::string& storage) {
  guard_children(walk, edit);
  if (walk.blocked.empty() || !has_blocked_part(walk, edit)) return edit.text;
  storage = value_without(edit, [&](const Edit& part) { return walk.is_blocked(part); }).dump();
  return storage;
}

}  // namespace sparkgate::decision
