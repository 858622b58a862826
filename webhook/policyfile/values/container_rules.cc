#include <algorithm>
#include <set>

#include "policyfile/read_values.h"
#include "policyfile/values/rules.h"

namespace sparkgate::policyfile {
namespace {

void port_names(const Place& container) {
  std::set<std::string> names;
  for (const Place& port : container.items("ports")) {
    const std::string name = port.text("name");
    if (name.empty() || names.insert(name).second) continue;
    port.refuse("name", "is '" + name + "', as another port of the container");
  }
}

/// What probes have in common: one way to ask. A container that is there has it already.
void probe(const Place& container, std::string_view field) {
  if (!container.has(field)) return;
  const Place probe = container.at(field);
  if (is_whole_container(container)) probe.needs_one("exec, httpGet, tcpSocket or grpc");
}

void probes(const Place& container) {
  for (const std::string_view field : {"livenessProbe", "readinessProbe", "startupProbe"}) {
    probe(container, field);
  }
  for (const std::string_view field : {"livenessProbe", "startupProbe"}) {
    const Place probe = container.at(field);
    if (probe.number("successThreshold").value_or(1) > 1) {
      probe.refuse("successThreshold", "must be 1: only a readinessProbe can have more");
    }
  }
  const Place readiness = container.at("readinessProbe");
  if (readiness.has("terminationGracePeriodSeconds")) {
    readiness.refuse("terminationGracePeriodSeconds",
                     "cannot be set: a readinessProbe never ends a container");
  }
}

/// Volumes mounted both ways are for privileged containers. Half a container may be privileged in
/// the pod.
void propagation(const Place& container) {
  const Place security = container.at("securityContext");
  if (security.is_true("privileged")) return;
  const bool certain = is_whole_container(container) || security.is_false("privileged");
  for (const Place& mount : container.items("volumeMounts")) {
    if (mount.text("mountPropagation") != "Bidirectional") continue;
    constexpr std::string_view kWhy = "is Bidirectional, which only a privileged container can use";
    certain ? mount.refuse("mountPropagation", kWhy) : mount.note("mountPropagation", kWhy);
  }
}

/// A volume is either mounted or used as a device, and a path is used once.
void devices(const Place& container) {
  std::set<std::string> names;
  for (const Place& device : container.items("volumeDevices")) {
    const std::string name = device.text("name"), path = device.text("devicePath");
    if (!name.empty() && !names.insert(name).second) {
      device.refuse("name", "is '" + name + "', as another device of the container");
    }
    for (const Place& mount : container.items("volumeMounts")) {
      if (!name.empty() && mount.text("name") == name) {
        device.refuse("name", "is '" + name + "', a volume that the container mounts already");
      } else if (!path.empty() && mount.text("mountPath") == path) {
        device.refuse("devicePath", "is '" + path + "', where the container mounts a volume");
      }
    }
  }
}

void resize_policy(const Place& container) {
  std::set<std::string> resources;
  for (const Place& policy : container.items("resizePolicy")) {
    const std::string resource = policy.text("resourceName");
    if (!resource.empty() && !resources.insert(resource).second) {
      policy.refuse("resourceName", "is '" + resource + "', as in another item");
    }
    if (policy.text("restartPolicy") == "RestartContainer") {
      policy.note("restartPolicy",
                  "is RestartContainer, which is refused in pods that are never restarted, as "
                  "those of spark-submit and all executors; write NotRequired");
    }
  }
}

void restart_rules(const Place& container) {
  const std::vector<Place> rules = container.items("restartPolicyRules");
  if (rules.size() > 20) container.refuse("restartPolicyRules", "cannot have more than 20 items");
  if (!rules.empty() && is_whole_container(container) && container.text("restartPolicy").empty()) {
    container.refuse("restartPolicyRules", "need a restartPolicy beside them");
  }
  for (const Place& rule : rules) {
    const Place codes = rule.at("exitCodes");
    if (items(codes.find("values")).size() > 255) {
      codes.refuse("values", "cannot have more than 255 items");
    }
  }
}

}  // namespace

void container_rules(const Place& container) {
  port_names(container);
  probes(container);
  propagation(container);
  devices(container);
  resize_policy(container);
  restart_rules(container);
  container_resource_names(container.at("resources"));
}

void handler_rules(const Place& handler) {
  handler.needs_one("exec, httpGet, tcpSocket or sleep");
}

void mount_rules(const Place& mount) {
  const std::string recursive = mount.text("recursiveReadOnly");
  if (recursive != "Enabled" && recursive != "IfPossible") return;
  const std::string propagation = mount.text("mountPropagation");
  if (!mount.is_true("readOnly")) {
    mount.refuse("recursiveReadOnly", "is " + recursive + ", which needs readOnly: true");
  }
  if (!propagation.empty() && propagation != "None") {
    mount.refuse("recursiveReadOnly", "is " + recursive + ", which needs mountPropagation: None");
  }
}

}  // namespace sparkgate::policyfile
