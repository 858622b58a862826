#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "decision/view.h"

namespace sparkgate::decision {

/// Every kind of volume there is (core/v1 VolumeSource of Kubernetes 1.36).
inline constexpr std::array<std::string_view, 30> kVolumeKinds = {
    "awsElasticBlockStore",
    "azureDisk",
    "azureFile",
    "cephfs",
    "cinder",
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "fc",
    "flexVolume",
    "flocker",
    "gcePersistentDisk",
    "gitRepo",
    "glusterfs",
    "hostPath",
    "image",
    "iscsi",
    "nfs",
    "persistentVolumeClaim",
    "photonPersistentDisk",
    "portworxVolume",
    "projected",
    "quobyte",
    "rbd",
    "scaleIO",
    "secret",
    "storageos",
    "vsphereVolume",
};

/// One source of a volume: its own, or one inside `projected`.
struct VolumeSource {
  static constexpr std::size_t kNotProjected = static_cast<std::size_t>(-1);

  std::string_view kind;  // the key: "secret"
  View here;
  std::size_t volume;                      // index in spec.volumes
  std::size_t projection = kNotProjected;  // index in projected.sources

  bool is_projected() const { return projection != kNotProjected; }

  /// "spec.volumes[2].projected.sources[0].secret"
  std::string path() const;
};

/// Calls `visit(VolumeSource)` for each source of a volume, valid or not: unknown kinds, several in
/// one volume, those inside `projected` behind it. A volume without any is an emptyDir.
template <class Visit>
void for_each_source(View volume, std::size_t index, Visit visit) {
  bool any = false;
  for (const auto [kind, here] : volume.members()) {
    if (kind == "name" || !here.present()) continue;
    any = true;
    visit(VolumeSource{kind, here, index});
    if (kind != "projected") continue;
    std::size_t projection = 0;
    for (const View source : here["sources"].items()) {
      for (const auto [inner_kind, inner] : source.members()) {
        if (inner.present()) visit(VolumeSource{inner_kind, inner, index, projection});
      }
      ++projection;
    }
  }
  if (!any) visit(VolumeSource{"emptyDir", View(), index});
}

/// Whether this is the volume with the pod's own token that the API server adds to every pod (and
/// adds when a pod says `automountServiceAccountToken: true`): it holds nothing else, so spelling
/// it out gains nothing. A token for another audience or of another lifetime is not it.
bool is_token_of_api_server(View volume);

}  // namespace sparkgate::decision
