#include "policyfile/rules/images.h"

#include <array>

#include "decision/rules/images.h"
#include "policyfile/read_values.h"
#include "policyfile/words.h"

namespace sparkgate::policyfile {
namespace {

using Kind = Shape::Kind;

constexpr std::array<std::string_view, 3> kPullPolicyChoices = {"Always", "IfNotPresent", "Never"};
const Shape kPullPolicy{.kind = Kind::choice, .name = "pull policy", .choices = kPullPolicyChoices};
const Shape kPullPolicies{.kind = Kind::list, .name = "list", .element = &kPullPolicy};
const Shape kTagGlob{.kind = Kind::text, .name = "tag glob", .mistake = tag_glob_mistake};
const Shape kTagGlobs{.kind = Kind::list, .name = "list of tag globs", .element = &kTagGlob};

constexpr Field kFields[] = {
    {"allow", &kImageGlobs,
     "Globs over the full image name (docker.io/library/spark); absent allows all."},
    {"deny", &kImageGlobs, "Globs; denied beats allowed."},
    {"denyTags", &kTagGlobs, "Globs over the tag; an image without tag and digest has `latest`."},
    {"requireDigest", &kBoolean, "Only images pinned by digest (name@sha256:…)."},
    {"pullPolicies", &kPullPolicies, "Allowed values of imagePullPolicy."},
};

}  // namespace

const Shape kImages{
    .kind = Kind::object, .name = "images", .fields = kFields, .may_be_empty = false};

std::unique_ptr<const decision::Check> read_images(const Node& value, Source& source) {
  decision::ImageRule rule;
  rule.allow = strings(value.find("allow"));
  rule.deny = strings(value.find("deny"));
  rule.deny_tags = strings(value.find("denyTags"));
  rule.require_digest = boolean(value.find("requireDigest"));
  rule.pull_policies = strings(value.find("pullPolicies"));
  if (value.members.size() == 1 && value.find("requireDigest") && !rule.require_digest) {
    source.tell(Code::pointless_rule, value.at,
                "requireDigest is false and nothing else is said: all is allowed");
  }
  return decision::make_check(rule);
}

}  // namespace sparkgate::policyfile
