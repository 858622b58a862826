#include "replay/owner.h"

#include <string_view>

#include "decision/spark.h"

namespace sparkgate::replay {
namespace {

using decision::View;

/// The labels by which operators name the SparkApplication of a pod.
constexpr std::string_view kNamesOfApplications[] = {"sparkoperator.k8s.io/app-name",
                                                     "spark.operator/spark-app-name"};

View controller_of(View metadata) {
  const View owners = metadata["ownerReferences"];
  for (const View owner : owners.items()) {
    if (owner["controller"].boolean().value_or(false)) return owner;
  }
  return owners.at(0);
}

std::string named(std::string_view what, std::string_view name) {
  return std::string(what) + " " + std::string(name);
}

}  // namespace

std::string owner_of(View pod) {
  const View metadata = pod["metadata"];
  const View labels = metadata["labels"];
  for (const std::string_view label : kNamesOfApplications) {
    if (const auto name = labels[label].text(); !name.empty()) {
      return named("SparkApplication", name);
    }
  }
  if (const auto id = labels[decision::kApplicationLabel].text(); !id.empty()) {
    return named("application", id);
  }
  if (const View owner = controller_of(metadata); owner.is_object()) {
    return named(owner["kind"].text(), owner["name"].text());
  }
  const std::string_view name = metadata["name"].text();
  return named("pod", name.empty() ? metadata["generateName"].text() : name);
}

}  // namespace sparkgate::replay
