#include "policyfile/rules/creators.h"

#include "decision/rules/creators.h"
#include "policyfile/read_values.h"
#include "policyfile/rules/allowed_names.h"
#include "policyfile/words.h"

namespace sparkgate::policyfile {
namespace {

using Kind = Shape::Kind;

/// `NAMESPACE:NAME` or `NAME`, globs both.
std::string account_glob_mistake(std::string_view text) {
  if (text.starts_with("system:")) return "that is a user name; an account is NAMESPACE:NAME";
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return object_glob_mistake(text);
  if (std::string why = namespace_glob_mistake(text.substr(0, colon)); !why.empty()) return why;
  return object_glob_mistake(text.substr(colon + 1));
}

const Shape kAccountGlob{
    .kind = Kind::text, .name = "account glob", .mistake = account_glob_mistake};
const Shape kAccountGlobs{
    .kind = Kind::list, .name = "list of account globs", .element = &kAccountGlob};

constexpr Field kNameFields[] = {
    {"allow", &kGlobs, "Globs. With any `allow`, one of users, groups, serviceAccounts must fit."},
    {"deny", &kGlobs, "Globs; denied beats allowed."},
};
const Shape kNames{
    .kind = Kind::object, .name = "names", .fields = kNameFields, .may_be_empty = false};

constexpr Field kAccountFields[] = {
    {"allow", &kAccountGlobs, "NAMESPACE:NAME, or NAME for one of the pod's own namespace."},
    {"deny", &kAccountGlobs, "The same; denied beats allowed."},
};
const Shape kAccounts{
    .kind = Kind::object, .name = "accounts", .fields = kAccountFields, .may_be_empty = false};

constexpr Field kFields[] = {
    {"users", &kNames, "User names of callers; a service account has one, too."},
    {"groups", &kNames, "Groups of callers; one has to match."},
    {"serviceAccounts", &kAccounts, "Service accounts of callers."},
};

}  // namespace

const Shape kCreators{
    .kind = Kind::object, .name = "creators", .fields = kFields, .may_be_empty = false};

std::unique_ptr<const decision::Check> read_creators(const Node& value, Source& source) {
  const Node* accounts = value.find("serviceAccounts");
  for (const Node& denied : items(accounts ? accounts->find("deny") : nullptr)) {
    if (denied.text() == "*") {
      source.tell(Code::doubtful_value, denied.at,
                  "'*' is all accounts of the pod's own namespace; all there are is '*:*'");
    }
  }
  return decision::make_check(decision::CreatorRule{.users = name_bounds(value.find("users")),
                                                    .groups = name_bounds(value.find("groups")),
                                                    .service_accounts = name_bounds(accounts)});
}

}  // namespace sparkgate::policyfile
