#include "fuzz/decision_laws.h"

#include <cstdio>
#include <cstdlib>
#include <string>

#include "cli/examine.h"
#include "fuzz/pod_shape.h"

namespace sparkgate {
namespace {

using nlohmann::json;

/// Kubernetes refuses a pod without containers, whatever we make of it.
bool has_containers(const json& pod) {
  const json::json_pointer containers("/spec/containers");
  return pod.contains(containers) && !pod[containers].empty();
}

/// What the API server asks of each operation: nlohmann's patch would take a null for an object.
void check_parents(json pod, const json& patch) {
  for (const json& operation : patch) {
    const json::json_pointer path(operation.at("path").get<std::string>());
    require(pod.at(path.parent_pointer()).is_structured(), "no parent for " + operation.dump());
    pod = pod.patch(json::array({operation}));
  }
}

}  // namespace

void require(bool condition, std::string_view what) {
  if (condition) return;
  std::fprintf(stderr, "broken law: %.*s\n", static_cast<int>(what.size()), what.data());
  std::abort();
}

void check_decision(const json& review, const decision::PolicySet& policies) {
  const json& object = review.at("request").value("object", json());
  if (!is_pod(object) || !has_containers(object)) return;
  const cli::Examined first = cli::examine({"review", 1, review, ""}, policies);
  require(!first.error.starts_with("the patch"), first.error);
  if (!first.error.empty() || first.patch.empty()) return;
  check_parents(first.before, first.patch);
  json again = review;
  again["request"]["object"] = first.after;
  const cli::Examined second = cli::examine({"review", 1, again, ""}, policies);
  require(second.error.empty(), second.error);
  require(second.patch.empty(),
          "a second patch " + second.patch.dump() + " after " + first.patch.dump());
}

}  // namespace sparkgate
