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

void guard_resource(std::string_view resource, const Becoming& limits, const Becoming& requests,
                    std::vector<Blocked>& blocked) {
  const auto limit = limits.quantity(resource), request = requests.quantity(resource);
  const bool shareable = is_shareable(resource);
  if (!request || (limit && (shareable ? *request <= *limit : *request == *limit))) return;
  if (!limit && shareable) return;
  const Edit* our_limit = limits.ours(resource);
  const Edit* our_request = requests.ours(resource);
  if (!our_limit && !our_request) return;  // the pod was so before us
  const Edit& one = our_limit && our_request ? weaker(*our_limit, *our_request)
                    : our_limit              ? *our_limit
                                             : *our_request;
  blocked.push_back({&one, sentence(resource, shareable, limit.has_value())});
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
  if (our_limits) {
    for (const Edit& one : our_limits->children)
      guard_resource(one.name, limits, requests, blocked);
  }
  for (std::size_t i = 0; our_requests && i < our_requests->children.size(); ++i) {
    const std::string& name = our_requests->children[i].name;
    const bool done = our_limits && our_limits->find(name);
    if (!done) guard_resource(name, limits, requests, blocked);
  }
  guard_pages(edit, limits, requests, blocked);
}

}  // namespace sparkgate::decision
