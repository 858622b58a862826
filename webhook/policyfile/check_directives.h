#pragma once

#include <string>

#include "decision/edit.h"
#include "decision/pod_types.h"
#include "policyfile/node.h"

namespace sparkgate::policyfile {

/// An object of a template: where it stands and what Kubernetes calls it.
struct TemplatePlace {
  std::string path;
  const decision::PodType* type = nullptr;   // nullptr: a map
  const decision::PodField* list = nullptr;  // when it is an item of a list
  bool spark_container = false;              // it is the Spark container, or in it
  decision::Strength strength = decision::Strength::fill;
};

/// Checks a member whose name begins with `$`: `$patch`, `$retainKeys`, `$setElementOrder/LIST`, as
/// Kubernetes' strategic merge patch has them. Only overrides can have them, and not where they
/// would throw away what is Spark's, or make a pod invalid.
void check_directive(const Member& member, const Node& object, const TemplatePlace& place,
                     Source& source);

/// Checks `{$patch: replace}`, an item that is no item. False when `item` is not one.
bool check_replacing_item(const Node& item, const decision::PodField& list,
                          const TemplatePlace& place, Source& source);

/// Why the field of an object cannot be taken out with `null`; "" when it can.
std::string why_not_null(const Member& member, const Node& object, const TemplatePlace& place);

}  // namespace sparkgate::policyfile
