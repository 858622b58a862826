#pragma once

#include <cstddef>
#include <string_view>

#include "decision/view.h"

namespace sparkgate::decision {

// What Kubernetes reads in a pod's annotations, and how much they may be.

/// Before the name of a container: its AppArmor profile.
inline constexpr std::string_view kAppArmorAnnotation =
    "container.apparmor.security.beta.kubernetes.io/";

/// Names and values of all annotations together, in bytes.
inline constexpr std::size_t kMostAnnotationBytes = 256 * 1024;

/// How much of that a pod's `metadata.annotations` take.
inline std::size_t annotation_bytes(View annotations) {
  std::size_t bytes = 0;
  for (const auto [name, value] : annotations.members()) bytes += name.size() + value.text().size();
  return bytes;
}

}  // namespace sparkgate::decision
