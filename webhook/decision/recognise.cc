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

/// A name that only the Spark container has, the surest first. `executor` is Spark 2's,
/// `spark` is Stackable's.
bool is_spark_name(std::string_view name, Role role, int rank) {
  switch (rank) {
    case 0:
      return name ==
             (role == Role::driver ? "spark-kubernetes-driver" : "spark-kubernetes-executor");
    case 1:
      return role == Role::executor && name == "executor";
    case 2:
      return name == "spark";
    default:
      return false;
  }
}

/// Never "the first": side-cars of templates come before it, those of webhooks behind it.
void find_container(View containers, SparkPod& pod) {
  const int last = static_cast<int>(containers.size()) - 1;
  int best = last, best_rank = 5;  // 0..2 by name, 3 by Spark's env or args, 4 by its command
  int index = 0;
  for (const View container : containers.items()) {
    int rank = 0;
    while (rank < 3 && !is_spark_name(container["name"].text(), pod.role, rank)) ++rank;
    if (rank == 3 && !made_by_spark(container)) rank = runs_spark(container) ? 4 : 5;
    if (rank < best_rank) {
      best = index;
      best_rank = rank;
    }
    ++index;
  }
  pod.container = best;
  pod.container_guessed = best_rank == 5;
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
