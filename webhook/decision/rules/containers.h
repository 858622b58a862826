#pragma once

#include <cstddef>
#include <memory>

#include "decision/rule.h"
#include "decision/rules/allowed_names.h"

namespace sparkgate::decision {

/// The rule `containers`: what may run beside Spark.
///
/// A side-car is every container, init container and ephemeral (debug) container but the one Spark
/// container; in a pod that is not Spark's, every one.
/// - `sidecar_images`: patterns over images, as in the rule `images`.
/// - `sidecar_names`: what side-cars may be called.
/// - `max`: how many containers a pod may have in all three lists together; 0 is any number.
/// - `deny_ephemeral`: no ephemeral containers, neither in a new pod nor added to a running one.
struct ContainersRule {
  NameBounds sidecar_images;
  NameBounds sidecar_names;
  std::size_t max = 0;
  bool deny_ephemeral = false;
};

std::unique_ptr<const Check> make_check(const ContainersRule& rule);

}  // namespace sparkgate::decision
