#include "decision/directive.h"

#include <algorithm>

namespace sparkgate::decision {
namespace {

bool has_patch_word(const Fragment& object, std::string_view word) {
  const Fragment* patch = object.find(kPatchWord);
  return patch && patch->scalar == word;
}

}  // namespace

bool is_null(const Fragment& fragment) {
  return fragment.kind == Fragment::Kind::scalar && fragment.scalar.is_null();
}

bool is_deleted(const Fragment& object) {
  return has_patch_word(object, "delete");
}

bool is_retained(const Fragment& names, std::string_view field) {
  return std::any_of(names.items.begin(), names.items.end(),
                     [&](const Fragment& name) { return name.scalar == field; });
}

bool is_replaced(const Fragment& fragment) {
  return has_patch_word(fragment, "replace") ||
         std::any_of(fragment.items.begin(), fragment.items.end(),
                     [](const Fragment& item) { return has_patch_word(item, "replace"); });
}

}  // namespace sparkgate::decision
