#pragma once

#include "render/application.h"
#include "render/pod.h"

namespace sparkgate::render {

/// The driver that spark-submit makes in cluster mode. Needs `driver_template` and the names in
/// the conf. Source: KubernetesDriverBuilder's steps, in their order; KubernetesClientApplication.
SparkPod driver_pod(const Application& app, Account& account);

}  // namespace sparkgate::render
