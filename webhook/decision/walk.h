#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "decision/apply.h"

namespace sparkgate::decision {

/// Where a walk over template and pod stands, and what it has found. Lives for one `apply`.
struct Walk {
  const Subject& subject;
  Patch& patch;
  std::vector<LeftOut>& left_out;
  std::string& pointer;        // JSON pointer of the value being looked at
  const Edit* spec = nullptr;  // of the template
  const Edit* metadata = nullptr;
  std::vector<std::string_view> secret_volumes{};  // that mounts of this walk need
  std::vector<const Edit*> blocked{};              // would make the pod invalid

  /// An item of the pod that goes, once everything else is done: indices hold until then.
  struct Removal {
    std::string list;  // JSON pointer
    std::size_t index;
    const Edit* item;
  };
  std::vector<Removal> removals{};

  /// A list whose items are to stand in an order, once all of them are there.
  struct Ordering {
    std::string list;  // JSON pointer
    const Edit* edit;
  };
  std::vector<Ordering> orderings{};

  /// One step down, taken back at the end of the scope.
  class Step {
   public:
    Step(Walk& walk, std::string_view token) : pointer_(walk.pointer), length_(pointer_.size()) {
      pointer_ += token;
    }
    ~Step() { pointer_.resize(length_); }
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

   private:
    std::string& pointer_;
    std::size_t length_;
  };

  /// Leaves a part of the template out of the rest of the walk, and says why, once.
  void block(const Edit& edit, std::string reason) {
    if (is_blocked(edit)) return;
    leave_out(edit, std::move(reason));
    blocked.push_back(&edit);
  }

  /// A member of a part of the template, where both are not left out; `edit` may be null.
  const Edit* find(const Edit* edit, std::string_view member) const {
    const Edit* child = edit && !is_blocked(*edit) ? edit->find(member) : nullptr;
    return child && !is_blocked(*child) ? child : nullptr;
  }

  /// Puts `text` in the place of what the pod has there, if anything.
  void put(View here, std::string_view text, const Edit& edit) {
    here.present() ? patch.replace(pointer, text, edit.origin)
                   : patch.add(pointer, text, edit.origin);
  }

  bool is_blocked(const Edit& edit) const {
    return std::find(blocked.begin(), blocked.end(), &edit) != blocked.end();
  }

  void leave_out(const Edit& edit, std::string reason) {
    left_out.push_back({edit.origin, std::move(reason)});
  }
};

/// The text of something that the pod does not have, but for what is left out. `storage` keeps the
/// text when it is another than the template's.
std::string_view text_of_new(const Walk& walk, const Edit& edit, std::string& storage);

/// Applies one value of the template to what the pod has there (nothing: an absent View).
void apply_value(Walk& walk, const Edit& edit, View here);

}  // namespace sparkgate::decision
