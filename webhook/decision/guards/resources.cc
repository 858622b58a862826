#include "decision/guards/resources.h"

#include <string>

#include "decision/becoming.h"

namespace sparkgate::decision {
namespace {

/// Kubernetes lets a request be less than its limit only where the resource can be overcommitted.
bool is_shareable(std::string_view resource) {
  if (resource.starts_with("hugepages-")) return false;
  const std::size_t slash = resource.find('/');
  return slash == std::string_view::npos ||
         resource.substr(0, slash).find("kubernetes.io") != std::string_view::npos;
}

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

/// Of ours, what has to go: the weaker of two, and the other, too, when it does not go with what
/// the pod has in the place of the first.
void guard_resource(std::string_view resource, const Edit& edit, View here,
                    std::vector<Blocked>& blocked) {
  const Becoming resources(&edit, here);
  const Becoming limits = resources.member("limits"), requests = resources.member("requests");
  const auto limit = limits.quantity(resource), request = requests.quantity(resource);
  const bool shareable = is_shareable(resource);
  if (go_together(limit, request, shareable)) return;
  const std::string reason = sentence(resource, shareable, limit.has_value());
  const Edit* our_limit = limits.ours(resource);
  const Edit* our_request = requests.ours(resource);
  const bool both = our_limit && our_request;
  const bool limit_goes = both ? &weaker(*our_limit, *our_request) == our_limit : !!our_limit;
  const Edit* first = limit_goes ? our_limit : our_request;
  if (!first) first = limits.changer(resource);  // the limit is taken out
  if (!first) return;                            // the pod was so before us
  blocked.push_back({first, reason});
  if (!both) return;
  const auto left_limit = limit_goes ? quantity_of(here["limits"][resource]) : limit;
  const auto left_request = limit_goes ? request : quantity_of(here["requests"][resource]);
  if (go_together(left_limit, left_request, shareable)) return;
  blocked.push_back({limit_goes ? our_request : our_limit, reason});
}

/// Huge pages need something that a container can be scheduled by.
void guard_pages(const Edit& edit, const Becoming& limits, const Becoming& requests,
                 std::vector<Blocked>& blocked) {
  for (const char* name : {"cpu", "memory"}) {
    if (limits.present(name) || requests.present(name)) return;
  }
  for (const char* kind : {"limits", "requests"}) {
    const Edit* amounts = edit.find(kind);
    if (!amounts) continue;
    for (const Edit& one : amounts->children) {
      if (!one.name.starts_with("hugepages-") || !one.adds) continue;
      blocked.push_back({&one, "huge pages need cpu or memory beside them"});
    }
  }
}

}  // namespace

void guard_resources(const Edit& edit, View here, std::vector<Blocked>& blocked) {
  const Becoming resources(&edit, here);
  const Becoming limits = resources.member("limits"), requests = resources.member("requests");
  const Edit* our_limits = edit.find("limits");
  const Edit* our_requests = edit.find("requests");
  if (our_limits && our_limits->verb == Verb::remove) {
    for (const auto [name, amount] : here["requests"].members()) {
      if (!is_shareable(name)) blocked.push_back({our_limits, sentence(name, false, false)});
    }
  } else if (our_limits) {
    for (const Edit& one : our_limits->children) guard_resource(one.name, edit, here, blocked);
  }
  for (std::size_t i = 0; our_requests && i < our_requests->children.size(); ++i) {
    const std::string& name = our_requests->children[i].name;
    const bool done = our_limits && our_limits->find(name);
    if (!done) guard_resource(name, edit, here, blocked);
  }
  guard_pages(edit, limits, requests, blocked);
}

}  // namespace sparkgate::decision
