#include <algorithm>
#include <array>

#include "decision/message.h"
#include "decision/rules/pod_security/looks.h"

namespace sparkgate::decision::pod_security {
namespace {

constexpr std::array<std::string_view, 9> kHarmless = {
    "configMap", "csi",   "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim",
    "projected", "secret"};

/// The first kind of a volume that is not harmless; empty when it has a harmless one, or says none:
/// kube-apiserver makes that an emptyDir.
std::string_view harmful_kind(View volume) {
  std::string_view kind;
  for (const auto [key, value] : volume.members()) {
    if (key == "name" || !value.present()) continue;
    if (std::find(kHarmless.begin(), kHarmless.end(), key) != kHarmless.end()) return {};
    if (kind.empty()) kind = key;
  }
  return kind;
}

void refuse(std::size_t index, std::string_view kind, std::string_view allowed, Report& report) {
  constexpr std::size_t kMaxKind = 40;  // no kind is longer
  const std::string name = shortened(std::string(kind), kMaxKind);
  report.refuse_kind("spec.volumes[" + std::to_string(index) + "]." + name, name, allowed);
}

}  // namespace

void host_path_volumes(const Place& pod, Report& report) {
  std::size_t index = 0;
  for (const View volume : pod.self["volumes"].items()) {
    if (volume["hostPath"].present()) refuse(index, "hostPath", "another kind of volume", report);
    ++index;
  }
}

// A kind that Kubernetes adds one day is refused until it is known here.
void kinds_of_volumes(const Place& pod, Report& report) {
  std::size_t index = 0;
  for (const View volume : pod.self["volumes"].items()) {
    const std::string_view kind = harmful_kind(volume);
    if (!kind.empty()) {
      refuse(index, kind,
             "configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, "
             "projected or secret",
             report);
    }
    ++index;
  }
}

}  // namespace sparkgate::decision::pod_security
