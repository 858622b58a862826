#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "decision/fragment.h"
#include "decision/view.h"

namespace sparkgate::decision {

/// A JSON Patch (RFC 6902) under construction: the text that goes over the wire, and for each
/// operation who asked for it. Keeps its memory when cleared.
class Patch {
 public:
  void clear();
  bool empty() const { return origins_.empty(); }
  std::size_t size() const { return origins_.size(); }

  /// `pointer` is a JSON pointer, `value` is JSON text, `origin` must outlive the patch.
  void add(std::string_view pointer, std::string_view value, const Origin& origin);
  void replace(std::string_view pointer, std::string_view value, const Origin& origin);
  void remove(std::string_view pointer, const Origin& origin);

  /// Whether an operation adds something at this very place, whose name needs no escapes in JSON.
  bool adds(std::string_view pointer) const;

  /// The array of operations; "[]" when there is none.
  std::string_view json() const;

  /// The origin of each operation, in order.
  const std::vector<const Origin*>& origins() const { return origins_; }

 private:
  void append(std::string_view op, std::string_view pointer, const Origin& origin);

  std::string text_;  // closed after every operation
  std::vector<const Origin*> origins_;
};

/// The pod as JSON text with a patch that was computed for it. A tree of ours, so not for what
/// every request needs.
std::string patched(View pod, const Patch& patch);

/// Appends `/token` with `~` and `/` escaped (RFC 6901).
void append_pointer_token(std::string& pointer, std::string_view token);

}  // namespace sparkgate::decision
