#include "policyfile/rules/allowed_names.h"

#include <algorithm>

#include "policyfile/read_values.h"
#include "policyfile/words.h"

namespace sparkgate::policyfile {
namespace {

using Kind = Shape::Kind;

const Shape kObjectGlob{.kind = Kind::text, .name = "glob", .mistake = object_glob_mistake};

constexpr Field kFields[] = {
    {"allow", &kObjectGlobs, "Globs over the name; absent allows all."},
    {"deny", &kObjectGlobs, "Globs; denied beats allowed."},
};

}  // namespace

const Shape kObjectGlobs{.kind = Kind::list, .name = "list of globs", .element = &kObjectGlob};

const Shape kAllowedNames{
    .kind = Kind::object, .name = "names", .fields = kFields, .may_be_empty = false};

decision::NameBounds name_bounds(const Node* value) {
  if (!value) return {};
  return {strings(value->find("allow")), strings(value->find("deny"))};
}

std::string object_glob_mistake(std::string_view text) {
  if (std::string why = glob_mistake(text); !why.empty()) return why;
  const bool fits = text.size() <= 253 && std::all_of(text.begin(), text.end(), [](char c) {
                      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                             std::string_view("-.*?").find(c) != std::string_view::npos;
                    });
  return fits ? "" : "names have at most 253 lower-case letters, digits, '-' and '.'";
}

}  // namespace sparkgate::policyfile
