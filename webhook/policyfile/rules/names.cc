#include "policyfile/rules/names.h"

#include <algorithm>

#include "decision/rules/names.h"
#include "policyfile/read_values.h"
#include "policyfile/rules/allowed_names.h"
#include "policyfile/words.h"

namespace sparkgate::policyfile {
namespace {

using Kind = Shape::Kind;
using decision::NamedField;

/// The empty name stands for no class.
std::string class_glob_mistake(std::string_view text) {
  return text.empty() ? "" : object_glob_mistake(text);
}

const Shape kClassGlob{.kind = Kind::text, .name = "glob", .mistake = class_glob_mistake};
const Shape kClassGlobs{.kind = Kind::list, .name = "list of globs", .element = &kClassGlob};

constexpr Field kAccountFields[] = {
    {"allow", &kObjectGlobs, "Globs over the pod's account (`default` when it names none)."},
    {"deny", &kObjectGlobs, "Globs; denied beats allowed."},
};
constexpr Field kSchedulerFields[] = {
    {"allow", &kGlobs, "Globs over the scheduler (`default-scheduler` when the pod names none)."},
    {"deny", &kGlobs, "Globs; denied beats allowed."},
};
constexpr Field kClassFields[] = {
    {"allow", &kClassGlobs, "Globs over the class; a pod must have one, unless \"\" is listed."},
    {"deny", &kObjectGlobs, "Globs; denied beats allowed. A pod without a class passes."},
};

std::unique_ptr<const decision::Check> read(NamedField field, const Node& value, Source& source) {
  const Node* allow = value.find("allow");
  decision::NameRule rule{.field = field, .bounds = name_bounds(&value)};
  rule.none_allowed = std::any_of(items(allow).begin(), items(allow).end(), [](const Node& item) {
    return item.is_text() && item.text().empty();
  });
  if (rule.none_allowed && rule.bounds.allow.empty()) {
    source.tell(Code::pointless_rule, allow->at, "to allow no class at all, write deny: [\"*\"]");
  }
  return decision::make_check(rule);
}

}  // namespace

const Shape kServiceAccounts{.kind = Kind::object,
                             .name = "serviceAccounts",
                             .fields = kAccountFields,
                             .may_be_empty = false};
const Shape kPriorityClasses{
    .kind = Kind::object, .name = "priorityClasses", .fields = kClassFields, .may_be_empty = false};
const Shape kSchedulers{
    .kind = Kind::object, .name = "schedulers", .fields = kSchedulerFields, .may_be_empty = false};
const Shape kRuntimeClasses{
    .kind = Kind::object, .name = "runtimeClasses", .fields = kClassFields, .may_be_empty = false};

std::unique_ptr<const decision::Check> read_service_accounts(const Node& value, Source& source) {
  return read(NamedField::service_account, value, source);
}

std::unique_ptr<const decision::Check> read_priority_classes(const Node& value, Source& source) {
  return read(NamedField::priority_class, value, source);
}

std::unique_ptr<const decision::Check> read_schedulers(const Node& value, Source& source) {
  return read(NamedField::scheduler, value, source);
}

std::unique_ptr<const decision::Check> read_runtime_classes(const Node& value, Source& source) {
  return read(NamedField::runtime_class, value, source);
}

}  // namespace sparkgate::policyfile
