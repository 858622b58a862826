#include <cmath>
#include <optional>

#include "decision/directive.h"
#include "decision/pod_resources.h"
#include "decision/quantity.h"
#include "policyfile/read_values.h"
#include "policyfile/values/rules.h"
#include "policyfile/words.h"

namespace sparkgate::policyfile {
namespace {

using decision::is_native;
using decision::may_overcommit;
using decision::Quantity;

constexpr std::string_view kPages = "hugepages-";

/// The amounts of one kind, without directives and what is taken out.
std::vector<Member> amounts(const Node* map) {
  std::vector<Member> said = members(map);
  std::erase_if(said, [](const Member& one) {
    return decision::is_directive(one.name) || one.value.is_null();
  });
  return said;
}

std::optional<Quantity> quantity(const Node* node) {
  if (!node || node->kind != Node::Kind::scalar) return std::nullopt;
  return Quantity::parse(node->scalar.is_number() ? node->scalar.dump() : node->text());
}

std::string shown(const Node& node) {
  return node.is_text() ? node.text() : node.scalar.dump();
}

bool is_multiple(Quantity amount, Quantity of) {
  const double ratio = Quantity::ratio(amount, of);
  return ratio == std::floor(ratio);
}

/// Why there cannot be this much of a resource; "" when there can.
std::string amount_mistake(std::string_view resource, Quantity amount) {
  const Quantity one = *Quantity::parse("1");
  if (amount < Quantity()) return "must be 0 or more";
  if (!is_native(resource) && !is_multiple(amount, one)) return "must be a whole number";
  if (!resource.starts_with(kPages)) return {};
  const auto page = Quantity::parse(resource.substr(kPages.size()));
  if (!page || *page <= Quantity() || !is_multiple(*page, one)) {
    return "has no size of a page in its name, such as hugepages-2Mi";
  }
  return is_multiple(amount, *page) ? "" : "must be a multiple of the size of a page";
}

void amounts(const Place& resources, std::string_view kind) {
  for (const Member& member : amounts(resources.find(kind))) {
    const auto amount = quantity(&member.value);
    if (!amount) continue;
    const std::string why = amount_mistake(member.name, *amount);
    if (!why.empty()) {
      resources.refuse_at(member.value, std::string(kind) + "." + member.name,
                          why + ", not " + shown(member.value));
    }
  }
}

void request(const Place& resources, const Member& request) {
  const Node* limits = resources.find("limits");
  const Node* limit = limits ? limits->find(request.name) : nullptr;
  const auto wanted = quantity(&request.value), most = quantity(limit);
  const bool equal = !may_overcommit(request.name);
  const auto refuse = [&](const std::string& why) {
    resources.refuse_at(request.value, "requests." + request.name, why);
  };
  if (!limit) {
    if (wanted && equal) refuse("needs a limit of the same amount");
    return;
  }
  if (!wanted || !most) return;
  const std::string found = shown(*limit) + ", not " + shown(request.value);
  if (equal && *wanted != *most) return refuse("must be what the limit is, " + found);
  if (*wanted > *most) refuse("must be at most the limit of " + found);
}

/// A claim is used whole or by its requests, each of them once.
void claims(const Place& resources) {
  const std::vector<Place> all = resources.items("claims");
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t other = 0; other < i; ++other) {
      const std::string one = all[i].text("request"), earlier = all[other].text("request");
      if (all[i].text("name").empty() || all[i].text("name") != all[other].text("name")) continue;
      if (!one.empty() && !earlier.empty() && one != earlier) continue;
      all[i].refuse("is there already: claim '" + all[i].text("name") + "'");
      break;
    }
  }
}

void names(const Place& resources, std::string (*mistake)(std::string_view)) {
  for (const std::string_view kind : {"limits", "requests"}) {
    for (const Member& member : amounts(resources.find(kind))) {
      const std::string why = mistake(member.name);
      if (!why.empty()) resources.refuse_key(kind, member, why);
    }
  }
}

std::string container_resource_mistake(std::string_view name) {
  if (!is_native(name) && name.starts_with("requests.")) {
    return "the name of an extended resource does not begin with 'requests.'";
  }
  return resource_name_mistake(name);
}

std::string pod_resource_mistake(std::string_view name) {
  if (name == "cpu" || name == "memory" || name.starts_with(kPages)) return {};
  return "a pod as a whole has cpu, memory and hugepages only";
}

}  // namespace

void resource_rules(const Place& resources) {
  amounts(resources, "limits");
  amounts(resources, "requests");
  for (const Member& member : amounts(resources.find("requests"))) request(resources, member);
  claims(resources);
}

void container_resource_names(const Place& resources) {
  names(resources, container_resource_mistake);
}

void pod_resource_names(const Place& resources) {
  names(resources, pod_resource_mistake);
  if (resources.has("claims")) resources.refuse("claims", "cannot be set for a pod as a whole");
}

void claim_rules(const Place& claim) {
  claim.needs_one("resourceClaimName or resourceClaimTemplateName");
}

}  // namespace sparkgate::policyfile
