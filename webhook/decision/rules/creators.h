#pragma once

#include <memory>

#include "decision/rule.h"
#include "decision/rules/allowed_names.h"

namespace sparkgate::decision {

/// The rule `creators`: who may create pods, as the API server authenticated them. It says nothing
/// of later changes, which kubelets and schedulers make, too.
///
/// - `users`, `groups`: globs over the caller's user name (of service accounts, too) and groups.
/// - `service_accounts`: globs `NAMESPACE:NAME`, each part matched with its own; `NAME` alone is an
///   account of the pod's own namespace.
/// Denied by one is denied. With any `allow`, one of the three has to allow the caller.
struct CreatorRule {
  NameBounds users, groups, service_accounts;
};

std::unique_ptr<const Check> make_check(const CreatorRule& rule);

}  // namespace sparkgate::decision
