#pragma once

#include <memory>
#include <string>
#include <vector>

#include "decision/rules/allowed_names.h"
#include "decision/rules/host_paths.h"

namespace sparkgate::decision {

/// The rule `volumes`: what a pod may mount, and whose.
///
/// - `types`: the kinds of volumes (volume_sources.h); empty allows all. An unknown kind is never
///   among them. Inside `projected`, Secrets, ConfigMaps and the downward API need their own kinds,
///   too; what is nowhere else (tokens, trust bundles, pod certificates) comes with `projected`.
/// - `host_paths`: where hostPath volumes may be; empty allows all. Under a read-only prefix
/// nothing
///   may be made and every mount, in every list of containers, is `readOnly: true`.
/// - `secrets`: of volumes, projected ones, and those that a driver of a volume is given
///   (`secretRef`, `nodePublishSecretRef`, `secretName`). Not `imagePullSecrets`: no container
///   reads them.
/// - `config_maps`: of volumes and projected ones.
/// - `claims`: PersistentVolumeClaims by name, those that a generic ephemeral volume makes
///   (POD-VOLUME), and those that it copies. What else such a claim may be made from (snapshots,
///   claims of other namespaces) or bound to by labels is refused; a PersistentVolume that it names
///   has to be in `allow`. Its storage class is not looked at.
/// The volume with the pod's own token that the API server adds is not looked at.
struct VolumeRule {
  std::vector<std::string> types;
  std::vector<HostPathBound> host_paths;
  NameBounds secrets, config_maps, claims;
};

std::unique_ptr<const Check> make_check(const VolumeRule& rule);

}  // namespace sparkgate::decision
