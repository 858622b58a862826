#include "decision/rules/pod_security/controls.h"

#include <algorithm>
#include <iterator>

#include "decision/rules/pod_security/looks.h"

namespace sparkgate::decision::pod_security {
namespace {

constexpr Level kBaseline = Level::baseline;
constexpr Level kRestricted = Level::restricted;

// As k8s.io/pod-security-admission v0.36 has it; tests/oracle/podsecurity holds it against that.
// Rows of one id stand together, oldest first.
constexpr Control kControls[] = {
    {"appArmorProfile", kBaseline, 0, app_armor_of_pod, app_armor, Spares::none},
    {"capabilities_baseline", kBaseline, 0, nullptr, added_capabilities, Spares::none},
    {"hostNamespaces", kBaseline, 0, host_namespaces, nullptr, Spares::none},
    {"hostPathVolumes", kBaseline, 0, host_path_volumes, nullptr, Spares::none},
    {"hostPorts", kBaseline, 0, nullptr, host_ports, Spares::none},
    {"hostProbesAndHostLifecycle", kBaseline, 34, nullptr, hosts_of_probes, Spares::none},
    {"privileged", kBaseline, 0, nullptr, privileged, Spares::none},
    {"procMount", kBaseline, 0, nullptr, proc_mount, Spares::none},
    {"procMount", kBaseline, 35, nullptr, proc_mount, Spares::user_namespaces},
    {"seLinuxOptions", kBaseline, 0, selinux, selinux, Spares::none},
    {"seccompProfile_baseline", kBaseline, 0, seccomp_annotations, nullptr, Spares::none},
    {"seccompProfile_baseline", kBaseline, 19, seccomp, seccomp, Spares::none},
    {"sysctls", kBaseline, 0, sysctls, nullptr, Spares::none},
    {"windowsHostProcess", kBaseline, 0, windows_host_process, windows_host_process, Spares::none},
    {"allowPrivilegeEscalation", kRestricted, 8, nullptr, privilege_escalation, Spares::none},
    {"allowPrivilegeEscalation", kRestricted, 25, nullptr, privilege_escalation, Spares::windows},
    {"capabilities_restricted", kRestricted, 22, nullptr, kept_capabilities, Spares::none,
     "capabilities_baseline"},
    {"capabilities_restricted", kRestricted, 25, nullptr, kept_capabilities, Spares::windows,
     "capabilities_baseline"},
    {"procMount_restricted", kRestricted, 35, nullptr, proc_mount, Spares::none, "procMount"},
    {"restrictedVolumes", kRestricted, 0, kinds_of_volumes, nullptr, Spares::none,
     "hostPathVolumes"},
    {"runAsNonRoot", kRestricted, 0, pod_as_root, container_as_root, Spares::none},
    {"runAsNonRoot", kRestricted, 35, pod_as_root, container_as_root, Spares::user_namespaces},
    {"runAsUser", kRestricted, 23, user_root, user_root, Spares::none},
    {"runAsUser", kRestricted, 35, user_root, user_root, Spares::user_namespaces},
    {"seccompProfile_restricted", kRestricted, 19, seccomp, seccomp_or_pods, Spares::none,
     "seccompProfile_baseline"},
    {"seccompProfile_restricted", kRestricted, 25, seccomp, seccomp_or_pods, Spares::windows,
     "seccompProfile_baseline"},
};

constexpr bool names_are_the_table() {
  std::size_t names = 0;
  for (std::size_t row = 0; row < std::size(kControls); ++row) {
    if (row > 0 && kControls[row].id == kControls[row - 1].id) continue;
    if (names == std::size(kControlIds) || kControlIds[names++] != kControls[row].id) return false;
  }
  return names == std::size(kControlIds);
}
static_assert(names_are_the_table());

}  // namespace

std::vector<const Control*> controls_in_force(Level level, int minor,
                                              const std::vector<std::string>& except) {
  std::vector<const Control*> counted;
  for (const Control& row : kControls) {
    const bool excepted = std::find(except.begin(), except.end(), row.id) != except.end();
    if (row.level > level || row.since > minor || excepted) continue;
    if (!counted.empty() && counted.back()->id == row.id) counted.pop_back();
    counted.push_back(&row);
  }
  std::vector<const Control*> in_force;
  std::copy_if(
      counted.begin(), counted.end(), std::back_inserter(in_force), [&](const Control* one) {
        return std::none_of(counted.begin(), counted.end(),
                            [&](const Control* other) { return other->contains == one->id; });
      });
  return in_force;
}

const Control& first_row(std::string_view id) {
  return *std::find_if(std::begin(kControls), std::end(kControls),
                       [&](const Control& row) { return row.id == id; });
}

}  // namespace sparkgate::decision::pod_security
