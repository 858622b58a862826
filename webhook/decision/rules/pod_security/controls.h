#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "decision/rules/pod_security/report.h"

namespace sparkgate::decision::pod_security {

enum class Level { baseline, restricted };

/// The newest version of the Pod Security Standards that is known here is v1.36. Newer ones count
/// as this one, as they do in Kubernetes.
inline constexpr int kNewestMinor = 36;

/// The ids of all controls, as k8s.io/pod-security-admission has them, in the order of the table.
inline constexpr std::string_view kControlIds[] = {"appArmorProfile",
                                                   "capabilities_baseline",
                                                   "hostNamespaces",
                                                   "hostPathVolumes",
                                                   "hostPorts",
                                                   "hostProbesAndHostLifecycle",
                                                   "privileged",
                                                   "procMount",
                                                   "seLinuxOptions",
                                                   "seccompProfile_baseline",
                                                   "sysctls",
                                                   "windowsHostProcess",
                                                   "allowPrivilegeEscalation",
                                                   "capabilities_restricted",
                                                   "procMount_restricted",
                                                   "restrictedVolumes",
                                                   "runAsNonRoot",
                                                   "runAsUser",
                                                   "seccompProfile_restricted"};

using Look = void (*)(const Place& at, Report& report);

/// Pods that a control is silent about.
enum class Spares { none, windows, user_namespaces };

/// A control as it is from one version on.
struct Control {
  std::string_view id;
  Level level;
  int since;       // counts from v1.`since` until the next row of the same id
  Look pod;        // asked once; nullptr: nothing of the pod's own
  Look container;  // asked about each container of every list; may be nullptr
  Spares spares;
  std::string_view contains = {};  // the weaker one of level baseline that it takes the place of
};

/// The controls of a level and version without those excepted. A control of level baseline whose
/// place a stricter one takes is not among them, unless that one is excepted.
std::vector<const Control*> controls_in_force(Level level, int minor,
                                              const std::vector<std::string>& except);

/// The oldest row of a control. Precondition: `id` is one of kControlIds.
const Control& first_row(std::string_view id);

}  // namespace sparkgate::decision::pod_security
