#include <algorithm>
#include <array>

#include "decision/rules/pod_security/looks.h"

namespace sparkgate::decision::pod_security {
namespace {

struct SafeSysctl {
  std::string_view name;
  int since;
};

/// Those that Kubernetes calls safe: they are the pod's own, whatever else runs on the node.
constexpr std::array<SafeSysctl, 12> kSafe = {{
    {"kernel.shm_rmid_forced", 0},
    {"net.ipv4.ip_local_port_range", 0},
    {"net.ipv4.tcp_syncookies", 0},
    {"net.ipv4.ping_group_range", 0},
    {"net.ipv4.ip_unprivileged_port_start", 0},
    {"net.ipv4.ip_local_reserved_ports", 27},
    {"net.ipv4.tcp_keepalive_time", 29},
    {"net.ipv4.tcp_fin_timeout", 29},
    {"net.ipv4.tcp_keepalive_intvl", 29},
    {"net.ipv4.tcp_keepalive_probes", 29},
    {"net.ipv4.tcp_rmem", 32},
    {"net.ipv4.tcp_wmem", 32},
}};

}  // namespace

void sysctls(const Place& pod, Report& report) {
  std::size_t index = 0;
  for (const View sysctl : pod.security["sysctls"].items()) {
    const std::string_view name = sysctl["name"].text();
    const bool safe = std::any_of(kSafe.begin(), kSafe.end(), [&](const SafeSysctl& one) {
      return one.name == name && one.since <= pod.minor;
    });
    if (!safe) {
      const std::string item = "[" + std::to_string(index) + "].name";
      report.refuse(pod.path("securityContext.sysctls" + item), sysctl["name"], "a safe one");
    }
    ++index;
  }
}

}  // namespace sparkgate::decision::pod_security
