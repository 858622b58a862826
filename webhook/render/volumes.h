#pragma once

#include <string>

#include "render/application.h"
#include "render/pod.h"

namespace sparkgate::render {

/// Volumes of `spark.kubernetes.ROLE.volumes.TYPE.NAME.*` and their mounts: emptyDir, hostPath,
/// nfs, persistentVolumeClaim. Any other type, and one without its path, is a mistake.
/// Source: KubernetesVolumeUtils, MountVolumesFeatureStep.
void mount_volumes(SparkPod& pod, const Conf& conf, const std::string& role, Account& account);

}  // namespace sparkgate::render
