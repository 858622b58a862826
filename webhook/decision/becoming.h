#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "decision/edit.h"
#include "decision/pod_resources.h"
#include "decision/walk.h"

namespace sparkgate::decision {

/// An object of the pod as an edit will leave it, without making it, and without what the walk has
/// left out so far. Cheap to copy; valid as long as walk, edit and pod.
class Becoming {
 public:
  /// `edit` may be null: nobody asks for anything here.
  Becoming(const Walk& walk, const Edit* edit, View here);

  /// What a policy makes of the member, or nullptr where the pod's own stays, or nothing is there.
  const Edit* ours(std::string_view name) const;

  /// The pod's own member, where it stays.
  View pods(std::string_view name) const { return changer(name) ? View() : staying(name); }

  /// Who changes the member, if only by taking it out; nullptr when nobody does.
  const Edit* changer(std::string_view name) const;

  /// Whether there will be anything at all.
  bool any() const { return here_.present() || (edit_ && edit_->adds); }

  bool present(std::string_view name) const { return ours(name) || pods(name).present(); }

  /// A member that is an object itself.
  Becoming member(std::string_view name) const;

  /// The member as true or false, as text, as a number; absent or of another kind: false, "", none.
  bool is(std::string_view name, bool wanted) const;
  std::string_view text(std::string_view name) const;
  std::optional<std::int64_t> integer(std::string_view name) const;
  std::optional<Quantity> quantity(std::string_view name) const;

 private:
  bool yields(const Edit& child) const;
  bool gives_way(const Edit& child) const;
  View staying(std::string_view name) const;

  const Walk* walk_;
  const Edit* edit_;
  View here_;
};

}  // namespace sparkgate::decision
