#include "policyfile/rules/containers.h"

#include <array>

#include "decision/rules/containers.h"
#include "policyfile/read_values.h"
#include "policyfile/rules/allowed_names.h"
#include "policyfile/words.h"

namespace sparkgate::policyfile {
namespace {

using Kind = Shape::Kind;

constexpr Field kImageFields[] = {
    {"allow", &kImageGlobs, "Globs over the full image name, as in `images`; absent allows all."},
    {"deny", &kImageGlobs, "Globs; denied beats allowed."},
};
const Shape kSidecarImages{
    .kind = Kind::object, .name = "images", .fields = kImageFields, .may_be_empty = false};

constexpr std::array<std::string_view, 1> kEphemeralChoices = {"deny"};
const Shape kEphemeral{.kind = Kind::choice, .name = "word", .choices = kEphemeralChoices};

constexpr Field kFields[] = {
    {"sidecarImages", &kSidecarImages, "Images of all containers but Spark's own."},
    {"sidecarNames", &kAllowedNames, "Names of all containers but Spark's own."},
    {"max", &kInteger, "How many containers a pod may have, init and ephemeral ones counted."},
    {"ephemeral", &kEphemeral, "`deny`: no ephemeral (debug) containers."},
};

}  // namespace

const Shape kContainers{
    .kind = Kind::object, .name = "containers", .fields = kFields, .may_be_empty = false};

std::unique_ptr<const decision::Check> read_containers(const Node& value, Source& source) {
  decision::ContainersRule rule;
  rule.sidecar_images = name_bounds(value.find("sidecarImages"));
  rule.sidecar_names = name_bounds(value.find("sidecarNames"));
  const Node* max = value.find("max");
  if (integer(max) > 0) {
    rule.max = static_cast<std::size_t>(integer(max));
  } else if (max && max->scalar.is_number_integer()) {
    source.tell(Code::wrong_value, max->at, "a pod has at least one container");
  }
  rule.deny_ephemeral = text(value.find("ephemeral")) == "deny";
  return decision::make_check(rule);
}

}  // namespace sparkgate::policyfile
