#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "decision/edit.h"
#include "decision/pod_resources.h"
#include "decision/same.h"
#include "decision/view.h"

namespace sparkgate::decision {

/// An object of the pod as an edit will leave it, without making it. Cheap to copy; valid as long
/// as edit and pod.
class Becoming {
 public:
  /// `edit` may be null: nobody asks for anything here.
  Becoming(const Edit* edit, View here) : edit_(edit), here_(here) {}

  /// What a policy makes of the member, or nullptr where the pod's own stays, or nothing is there.
  const Edit* ours(std::string_view name) const {
    const Edit* child = edit_ ? edit_->find(name) : nullptr;
    return child && child->verb != Verb::remove && takes_effect(*child) ? child : nullptr;
  }

  /// The pod's own member, where it stays.
  View pods(std::string_view name) const {
    const Edit* child = edit_ ? edit_->find(name) : nullptr;
    return child && takes_effect(*child) ? View() : here_[name];
  }

  /// Who changes the member, if only by taking it out; nullptr when nobody does.
  const Edit* changer(std::string_view name) const {
    const Edit* child = edit_ ? edit_->find(name) : nullptr;
    return child && takes_effect(*child) ? child : nullptr;
  }

  /// Whether there will be anything at all.
  bool any() const { return here_.present() || (edit_ && edit_->adds); }

  bool present(std::string_view name) const { return ours(name) || pods(name).present(); }

  /// A member that is an object itself.
  Becoming member(std::string_view name) const {
    const Edit* child = edit_ ? edit_->find(name) : nullptr;
    if (!child || child->verb == Verb::merge) return {child, here_[name]};
    return {child->verb == Verb::remove ? nullptr : child, View()};
  }

  bool is(std::string_view name, bool wanted) const {
    const Edit* mine = ours(name);
    return mine ? mine->value == wanted : pods(name).boolean() == wanted;
  }

  std::string_view text(std::string_view name) const {
    const Edit* mine = ours(name);
    if (!mine) return pods(name).text();
    return mine->value.is_string() ? std::string_view(mine->value.get_ref<const std::string&>())
                                   : std::string_view();
  }

  std::optional<std::int64_t> integer(std::string_view name) const {
    const Edit* mine = ours(name);
    if (!mine) return pods(name).integer();
    return mine->value.is_number_integer() ? std::optional(mine->value.get<std::int64_t>())
                                           : std::nullopt;
  }

  std::optional<Quantity> quantity(std::string_view name) const {
    const Edit* mine = ours(name);
    if (!mine) return quantity_of(pods(name));
    if (mine->value.is_string()) return Quantity::parse(mine->value.get_ref<const std::string&>());
    return Quantity::parse(mine->text);
  }

 private:
  bool takes_effect(const Edit& child) const {
    const View there = here_[child.name];
    if (!child.keeps.empty() && there.present()) return false;
    return child.strength == Strength::win || !there.present() || unsaid(there, *child.field);
  }

  const Edit* edit_;
  View here_;
};

}  // namespace sparkgate::decision
