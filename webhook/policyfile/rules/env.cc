#include "policyfile/rules/env.h"

#include "decision/rules/env.h"
#include "policyfile/read_values.h"
#include "policyfile/rules/allowed_names.h"
#include "policyfile/words.h"

namespace sparkgate::policyfile {
namespace {

using Kind = Shape::Kind;

std::string variable_glob_mistake(std::string_view text) {
  if (std::string why = glob_mistake(text); !why.empty()) return why;
  return text.find('=') == std::string_view::npos ? "" : "the name of a variable has no '='";
}

const Shape kVariableGlob{.kind = Kind::text, .name = "glob", .mistake = variable_glob_mistake};
const Shape kVariableGlobs{.kind = Kind::list, .name = "list of globs", .element = &kVariableGlob};

constexpr Field kFields[] = {
    {"denyNames", &kVariableGlobs, "Globs over names of variables, in any case."},
    {"denyLiterals", &kVariableGlobs,
     "Globs over names of variables, in any case, that may not have a `value` of their own."},
    {"secrets", &kAllowedNames, "Secrets that variables may be taken from."},
    {"configMaps", &kAllowedNames, "ConfigMaps that variables may be taken from."},
};

}  // namespace

const Shape kEnv{.kind = Kind::object, .name = "env", .fields = kFields, .may_be_empty = false};

std::unique_ptr<const decision::Check> read_env(const Node& value, Source&) {
  decision::EnvRule rule;
  rule.deny_names = strings(value.find("denyNames"));
  rule.deny_literals = strings(value.find("denyLiterals"));
  rule.secrets = name_bounds(value.find("secrets"));
  rule.config_maps = name_bounds(value.find("configMaps"));
  return decision::make_check(rule);
}

}  // namespace sparkgate::policyfile
