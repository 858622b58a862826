#include "decision/rules/pod_security/looks.h"

namespace sparkgate::decision::pod_security {
namespace {

/// `host` of a probe or a hook: a node would ask that host for the pod.
void hosts(const Place& container, std::string_view name, View handler, Report& report) {
  for (const char* kind : {"httpGet", "tcpSocket"}) {
    const View host = handler[kind]["host"];
    if (!says_something(host)) continue;
    report.refuse(container.path(name).append(".").append(kind).append(".host"), host, "empty");
  }
}

}  // namespace

void host_namespaces(const Place& pod, Report& report) {
  for (const char* field : {"hostNetwork", "hostPID", "hostIPC"}) {
    if (is_on(pod.self[field])) report.refuse(pod.path(field), pod.self[field], "false");
  }
}

// kube-apiserver gives the ports of pods in the node's network their containerPort; a file on a
// desk was not there yet. Debug containers may not have ports.
void host_ports(const Place& container, Report& report) {
  const bool node_network =
      is_on(container.pod["spec"]["hostNetwork"]) && container.list != "ephemeralContainers";
  std::size_t index = 0;
  for (const View port : container.self["ports"].items()) {
    const View said = port["hostPort"];
    const bool unsaid = !said.present() || said.integer() == 0;
    const View value = unsaid && node_network ? port["containerPort"] : said;
    if (value.present() && value.integer() != 0) {
      report.refuse(container.path("ports[" + std::to_string(index) + "].hostPort"), value, "0");
    }
    ++index;
  }
}

void hosts_of_probes(const Place& container, Report& report) {
  for (const char* probe : {"livenessProbe", "readinessProbe", "startupProbe"}) {
    hosts(container, probe, container.self[probe], report);
  }
  const View lifecycle = container.self["lifecycle"];
  hosts(container, "lifecycle.postStart", lifecycle["postStart"], report);
  hosts(container, "lifecycle.preStop", lifecycle["preStop"], report);
}

void windows_host_process(const Place& at, Report& report) {
  const View value = at.security["windowsOptions"]["hostProcess"];
  if (!is_on(value)) return;
  report.refuse(at.path("securityContext.windowsOptions.hostProcess"), value, "false");
}

}  // namespace sparkgate::decision::pod_security
