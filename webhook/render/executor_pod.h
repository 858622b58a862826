#pragma once

#include <string>

#include "render/application.h"
#include "render/pod.h"

namespace sparkgate::render {

/// The first executor of the default resource profile, as its driver makes it.
/// `driver_local_dirs`: SPARK_LOCAL_DIRS of the driver; empty in client mode.
/// Source: KubernetesExecutorBuilder's steps, in their order; ExecutorPodsAllocator.
SparkPod executor_pod(const Application& app, const std::string& driver_local_dirs,
                      Account& account);

}  // namespace sparkgate::render
