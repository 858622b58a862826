#include "policyfile/rules/resources.h"

#include "decision/rules/resources.h"
#include "policyfile/read_values.h"
#include "policyfile/words.h"

namespace sparkgate::policyfile {
namespace {

using Kind = Shape::Kind;

const Shape kRatios{.kind = Kind::map,
                    .name = "map of ratios",
                    .mistake = resource_name_mistake,
                    .element = &kNumber};

constexpr Field kFields[] = {
    {"min", &kResourceQuantities, "What each container must ask for at least."},
    {"max", &kResourceQuantities, "What no container may ask for more than."},
    {"podMax", &kResourceQuantities, "What all containers of a pod together may ask for."},
    {"requireRequests", &kResourceNames, "Resources every container must request."},
    {"requireLimits", &kResourceNames, "Resources every container must have a limit for."},
    {"maxLimitToRequest", &kRatios, "How many times its request a limit may be."},
};

std::vector<decision::ResourceBound> bounds(const Node* value) {
  std::vector<decision::ResourceBound> result;
  for (const Member& member : members(value)) {
    const std::string written =
        member.value.is_text() ? member.value.text() : member.value.scalar.dump();
    if (const auto amount = decision::Quantity::parse(written)) {
      result.push_back({member.name, *amount, written});
    }
  }
  return result;
}

}  // namespace

const Shape kResources{.kind = Kind::object, .name = "resources", .fields = kFields};

std::unique_ptr<const decision::Check> read_resources(const Node& value) {
  decision::ResourceRule rule;
  rule.min = bounds(value.find("min"));
  rule.max = bounds(value.find("max"));
  rule.pod_max = bounds(value.find("podMax"));
  rule.require_requests = strings(value.find("requireRequests"));
  rule.require_limits = strings(value.find("requireLimits"));
  for (const Member& member : members(value.find("maxLimitToRequest"))) {
    if (member.value.scalar.is_number()) {
      rule.max_limit_to_request.emplace_back(member.name, member.value.scalar.get<double>());
    }
  }
  return decision::make_check(rule);
}

}  // namespace sparkgate::policyfile
