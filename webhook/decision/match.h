#pragma once

#include <string_view>

#include "decision/glob.h"
#include "decision/recognise.h"
#include "decision/request.h"
#include "decision/selector.h"

namespace sparkgate::decision {

/// What a policy applies to. Empty lists and sets match everything.
struct Match {
  bool all_pods = false;  // `pods: all`: rules for pods that are not Spark's, too
  Globs namespaces;
  Globs exclude_namespaces;
  unsigned roles = 0;      // bit set of Role
  unsigned launchers = 0;  // bit set of Launcher
  Globs service_accounts;
  Globs users;
  Globs groups;
  Selector pod_selector;
};

/// A pod and who sends it, read once a request.
struct Subject {
  const Request* request = nullptr;
  View pod;
  View labels;
  std::string_view namespace_name;
  std::string_view service_account;
  SparkPod spark;

  /// Whether a container is the one that Spark runs in; `list` is its field in the spec.
  bool is_spark_container(std::string_view list, std::size_t index) const {
    return spark.container >= 0 && list == "containers" &&
           index == static_cast<std::size_t>(spark.container);
  }
};

/// The service account that a pod runs as, read as the API server reads it: by the new name of the
/// field, else by the old one, else `default`.
std::string_view account_of(View pod);

/// The conditions of a Match, in the order in which they are tried.
enum class Condition {
  none,
  pods,
  roles,
  launchers,
  namespaces,
  exclude_namespaces,
  service_accounts,
  users,
  groups,
  pod_selector,
};

/// The first condition that does not hold; `none` when the policy applies.
Condition first_failed(const Match& match, const Subject& subject);

/// The same without what only a recognised Spark pod can answer (pods, roles, launchers): whether a
/// policy speaks about this namespace, caller and pod at all.
Condition first_failed_beside_spark(const Match& match, const Subject& subject);

/// False only when no pod can match both.
bool can_overlap(const Match& a, const Match& b);

/// True only when every pod that `narrow` matches is matched by `wide`, too; it may say no where
/// only a look at all names could tell.
bool covers(const Match& wide, const Match& narrow);

template <class Enum>
constexpr unsigned bit(Enum value) {
  return 1U << static_cast<unsigned>(value);
}

}  // namespace sparkgate::decision
