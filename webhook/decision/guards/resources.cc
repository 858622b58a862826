#include "decision/guards/resources.h"

#include <string>

#include "decision/becoming.h"

namespace sparkgate::decision {
namespace {

/// The one of two contradicting parts that gives way: a default, the weaker policy, the limit.
const Edit& weaker(const Edit& limit, const Edit& request) {
  const bool request_is_weaker = limit.strength != request.strength
                                     ? request.strength == Strength::fill
                                     : limit.priority > request.priority;
  return request_is_weaker ? request : limit;
}

std::string sentence(std::string_view resource, bool shareable, bool has_limit) {
  const std::string name(resource);
  if (shareable) return "the limit of " + name + " would be below its request";
  if (!has_limit) return "a request of " + name + " needs a limit";
  return "request and limit of " + name + " would differ; set both";
}

bool go_together(std::optional<Quantity> limit, std::optional<Quantity> request, bool shareable) {
  if (!request || (!limit && shareable)) return true;
  return limit && (shareable ? *request <= *limit : *request == *limit);
}

/// Of ours, what has to go: the weaker of two. What the other then does not go with is found when
/// the guard is asked again.
void guard_resource(Walk& walk, std::string_view resource, const Becoming& limits,
                    const Becoming& requests) {
  const auto limit = limits.quantity(resource), request = requests.quantity(resource);
  const bool shareable = may_overcommit(resource);
  if (go_together(limit, request, shareable)) return;
  const Edit* our_limit = limits.ours(resource);
  const Edit* our_request = requests.ours(resource);
  const bool both = our_limit && our_request;
  const bool limit_goes = both ? &weaker(*our_limit, *our_request) == our_limit : !!our_limit;
  const Edit* first = limit_goes ? our_limit : our_request;
  if (!first) first = limits.changer(resource);  // the limit is taken out
  if (!first) return;                            // the pod was so before us
  walk.block(*first, sentence(resource, shareable, limit.has_value()));
}

/// Huge pages need something that a container can be scheduled by.
void guard_pages(Walk& walk, const Edit& edit, const Becoming& limits, const Becoming& requests) {
  for (const char* name : {"cpu", "memory"}) {
    if (limits.present(name) || requests.present(name)) return;
  }
  for (const char* kind : {"limits", "requests"}) {
    const Edit* amounts = walk.find(&edit, kind);
    if (!amounts) continue;
    for (const Edit& one : amounts->children) {
      if (!one.name.starts_with("hugepages-") || !one.adds) continue;
      walk.block(one, "huge pages need cpu or memory beside them");
    }
  }
}

}  // namespace

void guard_resources(Walk& walk, const Edit& edit, View here) {
  const Becoming resources(walk, &edit, here);
  const Becoming limits = resources.member("limits"), requests = resources.member("requests");
  const Edit* our_limits = walk.find(&edit, "limits");
  const Edit* our_requests = walk.find(&edit, "requests");
  if (our_limits && our_limits->verb == Verb::remove) {
    for (const auto [name, amount] : here["requests"].members()) {
      if (!may_overcommit(name)) walk.block(*our_limits, sentence(name, false, false));
    }
  } else if (our_limits) {
    for (const Edit& one : our_limits->children) guard_resource(walk, one.name, limits, requests);
  }
  for (std::size_t i = 0; our_requests && i < our_requests->children.size(); ++i) {
    const std::string& name = our_requests->children[i].name;
    const bool done = our_limits && our_limits->find(name);
    if (!done) guard_resource(walk, name, limits, requests);
  }
  guard_pages(walk, edit, limits, requests);
}

}  // namespace sparkgate::decision
