#pragma once

#include <simdjson.h>

#include <optional>
#include <string_view>
#include <vector>

namespace sparkgate::admission {

/// Finds a key that stands twice in one object. kube-apiserver never writes one (Go's encoder
/// cannot), and two readers read it differently: we would judge one value, another would run the
/// other. For one thread; reuses its memory.
class UniqueKeys {
 public:
  /// A duplicate of any object at or below `value`, keys compared byte by byte after unescaping.
  /// Time is linear but for a sort of each large object; the stack is that of the depth, which the
  /// parser has bounded. The view lives as long as the document.
  std::optional<std::string_view> duplicate_in(simdjson::dom::element value);

  /// How many values it has looked at for that: all, when there was no duplicate.
  std::size_t values() const { return values_; }

  /// Gives back what a very large object needed.
  void shrink();

 private:
  bool are_unique(simdjson::dom::element value);
  bool are_unique_in_small(simdjson::dom::object members);
  bool are_unique_in_large(simdjson::dom::object members);

  std::size_t values_ = 0;
  std::string_view duplicate_;          // set by what answers false
  std::vector<std::string_view> keys_;  // of the large object that is being looked at
};

}  // namespace sparkgate::admission
