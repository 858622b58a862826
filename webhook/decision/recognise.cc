#include "decision/recognise.h"

#include <array>

#include "decision/evidence.h"
#include "decision/launcher.h"

namespace sparkgate::decision {
namespace {

/// `spark-role` as Spark and its tools write it. A Connect server is a driver; masters, workers and
/// other roles of standalone clusters are not ours.
Role labelled_role(View labels) {
  const std::string_view role = labels[kRoleLabel].text();
  if (role == "executor") return Role::executor;
  if (role == "driver" || role == "connect-server") return Role::driver;
  if (role.empty() && labels[kOptInLabel].text() == "driver") return Role::driver;
  return Role::none;
}

constexpr int kNothingTells = 5;

/// How surely a container is Spark's, 0 the surest: the name that Spark gives it; Spark's own env
/// or args; a name that others have, too (`executor` is Spark 2's, `spark` Stackable's); its
/// command.
int rank_of(View container, Role role) {
  const std::string_view name = container["name"].text();
  const bool driver = role == Role::driver;
  if (name == (driver ? "spark-kubernetes-driver" : "spark-kubernetes-executor")) return 0;
  if (made_by_spark(container)) return 1;
  if (!driver && name == "executor") return 2;
  if (name == "spark") return 3;
  return runs_spark(container) ? 4 : kNothingTells;
}

/// Never "the first": side-cars of templates come before it, those of webhooks behind it.
void find_container(View containers, SparkPod& pod) {
  const int last = static_cast<int>(containers.size()) - 1;
  int best = last, best_rank = kNothingTells;
  int index = 0;
  for (const View container : containers.items()) {
    const int rank = rank_of(container, pod.role);
    if (rank < best_rank) {
      best = index;
      best_rank = rank;
    }
    ++index;
  }
  pod.container = best;
  pod.container_guessed = best_rank == kNothingTells;
  pod.container_name = containers.at(static_cast<std::size_t>(best < 0 ? 0 : best))["name"].text();
}

}  // namespace

SparkPod recognise(View pod) {
  SparkPod result;
  const View labels = pod["metadata"]["labels"];
  const View containers = pod["spec"]["containers"];
  result.role = labelled_role(labels);
  if (result.role != Role::none) {
    result.evidence = Evidence::label;
  } else if (!labels[kRoleLabel].present() && is_client_mode_driver(pod)) {
    result.role = Role::driver;
    result.evidence = Evidence::command;
  } else {
    return result;
  }
  result.application = labels[kApplicationLabel].text();
  find_container(containers, result);
  result.launcher = launcher_of(pod, result);
  return result;
}

}  // namespace sparkgate::decision
