#pragma once

#include <string_view>

#include "decision/spark.h"
#include "decision/view.h"

namespace sparkgate::decision {

/// What a pod tells about itself. Views into the pod.
struct SparkPod {
  Role role = Role::none;
  Evidence evidence = Evidence::none;
  Launcher launcher = Launcher::unknown;
  std::string_view application;  // value of `spark-app-selector`; empty when there is none
  int container = -1;            // index of the Spark container in spec.containers
  std::string_view container_name;
  bool container_guessed = false;  // nothing tells which one it is: the last
};

/// Reads a pod. Pods that are not Spark's, and Spark's masters, workers, history servers and
/// submitters, have role none.
SparkPod recognise(View pod);

}  // namespace sparkgate::decision
