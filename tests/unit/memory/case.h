#pragma once

#include <string>

#include "admission/door.h"
#include "support/world.h"

namespace sparkgate {

/// More allocations than one connection needs.
inline constexpr std::size_t kMost = 2000;

/// A policy that changes and judges.
inline PolicySetPointer some_policy() {
  return policy(R"(
defaults: {driver: {metadata: {annotations: {a/b: c}}, spec: {priorityClassName: p,
  tolerations: [{key: k, operator: Exists}], containers: [{name: $spark, env: [{name: A, value: b}]}]}}}
rules: [{name: r, images: {allow: [a/b]}}, {name: v, volumes: {types: [configMap]}}]
)");
}

/// One that makes the door build the pod as it will be, as a tree.
inline PolicySetPointer some_tree_policy() {
  return policy(R"(
defaults: {driver: {spec: {priorityClassName: p}}}
secrets: [{name: s, mountPath: /s}]
rules: [{name: r, action: warn, images: {allow: [a/b]}}]
)");
}

/// A recorded driver, as the body of a request.
inline std::string some_review() {
  return Review("spark-submit-4.1.4-driver").json().dump();
}

}  // namespace sparkgate
