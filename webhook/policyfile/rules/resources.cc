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
                    .element = &kNumber,
                    .may_be_empty = false};

constexpr Field kFields[] = {
    {"min", &kResourceQuantities, "What each container must ask for at least."},
    {"max", &kResourceQuantities, "What no container may ask for more than."},
    {"podMax", &kResourceQuantities, "What all containers of a pod together may ask for."},
    {"requireRequests", &kResourceNames, "Resources every container must request."},
    {"requireLimits", &kResourceNames, "Resources every container must have a limit for."},
    {"maxLimitToRequest", &kRatios, "How many times its request a limit may be."},
};

std::vector<decision::ResourceBound> bounds(const Node* value, Source& source) {
  std::vector<decision::ResourceBound> result;
  for (const Member& member : members(value)) {
    const std::string written =
        member.value.is_text() ? member.value.text() : member.value.scalar.dump();
    const auto amount = decision::Quantity::parse(written);
    if (!amount) continue;
    if (*amount < decision::Quantity()) {
      source.tell(Code::wrong_value, member.value.at, "an amount is never under zero");
    }
    result.push_back({member.name, *amount, written});
  }
  return result;
}

/// A minimum over the maximum would refuse every pod.
void check_order(const Node& value, const decision::ResourceRule& rule, Source& source) {
  for (const decision::ResourceBound& min : rule.min) {
    for (const decision::ResourceBound& max : rule.max) {
      if (min.resource != max.resource || min.amount <= max.amount) continue;
      source.tell(Code::wrong_value, value.find("min")->find(min.resource)->at,
                  "min " + min.written + " of " + min.resource + " is over max " + max.written);
    }
  }
}

}  // namespace

const Shape kResources{
    .kind = Kind::object, .name = "resources", .fields = kFields, .may_be_empty = false};

std::unique_ptr<const decision::Check> read_resources(const Node& value, Source& source) {
  decision::ResourceRule rule;
  rule.min = bounds(value.find("min"), source);
  rule.max = bounds(value.find("max"), source);
  rule.pod_max = bounds(value.find("podMax"), source);
  check_order(value, rule, source);
  rule.require_requests = strings(value.find("requireRequests"));
  rule.require_limits = strings(value.find("requireLimits"));
  for (const Member& member : members(value.find("maxLimitToRequest"))) {
    if (!member.value.scalar.is_number()) continue;
    if (member.value.scalar.get<double>() < 1) {
      source.tell(Code::wrong_value, member.value.at,
                  "a limit is never under its request: the ratio is at least 1");
    } else {
      rule.max_limit_to_request.emplace_back(member.name, member.value.scalar.get<double>());
    }
  }
  return decision::make_check(rule);
}

}  // namespace sparkgate::policyfile
