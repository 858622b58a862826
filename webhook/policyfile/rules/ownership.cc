#include "policyfile/rules/ownership.h"

#include "decision/rules/ownership.h"
#include "policyfile/read_values.h"
#include "policyfile/words.h"

namespace sparkgate::policyfile {
namespace {

constexpr Field kFields[] = {
    {"requireOwner", &kBoolean, "An executor has its driver as controller."},
    {"creatorIsDriver", &kBoolean,
     "An executor is created by its driver, or a service account of its namespace."},
    {"keepRole", &kBoolean, "An update neither takes the label `spark-role` off nor changes it."},
};

}  // namespace

const Shape kOwnership{
    .kind = Shape::Kind::object, .name = "ownership", .fields = kFields, .may_be_empty = false};

std::unique_ptr<const decision::Check> read_ownership(const Node& value, Source& source) {
  decision::OwnershipRule rule;
  rule.require_owner = boolean(value.find("requireOwner"));
  rule.creator_is_driver = boolean(value.find("creatorIsDriver"));
  rule.keep_role = boolean(value.find("keepRole"));
  if (!rule.require_owner && !rule.creator_is_driver && !rule.keep_role && !value.members.empty()) {
    source.tell(Code::pointless_rule, value.at, "nothing here is true: all is allowed");
  }
  return decision::make_check(rule);
}

}  // namespace sparkgate::policyfile
