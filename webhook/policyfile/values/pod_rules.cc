#include <set>

#include "policyfile/read_values.h"
#include "policyfile/values/rules.h"

namespace sparkgate::policyfile {
namespace {

/// What cannot be said together. The first field is where the mistake is shown.
void host_rules(const Place& pod) {
  if (pod.has("overhead")) {
    pod.refuse("overhead", "cannot be set: the API server computes it from runtimeClassName");
  }
  if (pod.is_true("shareProcessNamespace") && pod.is_true("hostPID")) {
    pod.refuse("shareProcessNamespace", "cannot be true beside hostPID: true");
  }
  for (const char* field : {"hostPID", "hostIPC"}) {
    if (!pod.is_false("hostUsers") || !pod.is_true(field)) continue;
    pod.refuse(field, "cannot be true beside hostUsers: false");
  }
  for (const char* field : {"setHostnameAsFQDN", "hostNetwork"}) {
    if (!pod.has("hostnameOverride") || !pod.is_true(field)) continue;
    pod.refuse("hostnameOverride", "cannot be set beside " + std::string(field) + ": true");
  }
}

/// Another policy, or the pod, may give the servers.
void dns_policy(const Place& pod) {
  if (pod.text("dnsPolicy") != "None" || !pod.at("dnsConfig").is_empty("nameservers")) return;
  pod.note("dnsPolicy", "is None: a pod without dnsConfig.nameservers is refused then");
}

std::string port_key(const Place& port) {
  const std::string protocol = port.text("protocol");
  return (protocol.empty() ? "TCP" : protocol) + " " + port.text("hostIP") + " " +
         std::to_string(*port.number("hostPort"));
}

/// Within one list a port of the node is given once.
void host_ports(const std::vector<Place>& containers) {
  std::set<std::string> taken;
  for (const Place& container : containers) {
    for (const Place& port : container.items("ports")) {
      const std::int64_t host = port.number("hostPort").value_or(0);
      if (host == 0 || taken.insert(port_key(port)).second) continue;
      port.refuse("hostPort", "is " + std::to_string(host) + ", as that of another port");
    }
  }
}

/// With the node's network a container's ports are the node's.
void host_network(const Place& pod) {
  if (!pod.is_true("hostNetwork")) return;
  for (const Place& container : pod.items("containers")) {
    for (const Place& port : container.items("ports")) {
      const auto host = port.number("hostPort"), own = port.number("containerPort");
      if (host.value_or(0) == 0 || !own || *own == *host) continue;
      port.refuse("hostPort", "must be the containerPort beside hostNetwork: true");
    }
  }
}

/// An init container that ends is not watched, and a name is given once.
void init_containers(const Place& pod) {
  std::set<std::string> names;
  for (const Place& container : pod.items("containers")) {
    if (is_whole_container(container)) names.insert(container.text("name"));
  }
  for (const Place& container : pod.items("initContainers")) {
    const std::string name = container.text("name"), policy = container.text("restartPolicy");
    if (is_whole_container(container) && names.contains(name)) {
      container.refuse("name", "is '" + name + "', as one of spec.containers is called");
    }
    const bool ends = policy.empty() ? is_whole_container(container) : policy != "Always";
    if (!ends) continue;
    for (const char* field : {"lifecycle", "livenessProbe", "readinessProbe", "startupProbe"}) {
      if (!container.has(field)) continue;
      container.refuse(field, "needs restartPolicy: Always in an init container");
    }
  }
}

/// A container may sleep before it ends for as long as the pod's end may take.
void sleeps(const Place& pod, const Place& container) {
  const auto most = pod.number("terminationGracePeriodSeconds");
  for (const char* hook : {"postStart", "preStop"}) {
    const Place sleep = container.at("lifecycle").at(hook).at("sleep");
    const auto seconds = sleep.number("seconds");
    if (!most || !seconds || *seconds <= *most) continue;
    sleep.refuse("seconds", "must be at most terminationGracePeriodSeconds, " +
                                std::to_string(*most) + ", not " + std::to_string(*seconds));
  }
}

}  // namespace

void pod_rules(const Place& pod) {
  host_rules(pod);
  dns_policy(pod);
  init_containers(pod);
  host_network(pod);
  host_ports(pod.items("containers"));
  for (const Place& container : pod.items("initContainers")) host_ports({container});
  for (const char* list : {"containers", "initContainers"}) {
    for (const Place& container : pod.items(list)) sleeps(pod, container);
  }
  pod_resource_names(pod.at("resources"));
}

void dns_rules(const Place& dns) {
  if (items(dns.find("nameservers")).size() > 3) {
    dns.refuse("nameservers", "cannot have more than 3 items");
  }
  const std::vector<std::string> searches = dns.texts("searches");
  std::size_t length = searches.size();  // blanks between them, and one too many
  for (const std::string& search : searches) length += search.size();
  if (searches.size() > 32 || length > 2049) {
    dns.refuse("searches", "cannot have more than 32 items and 2048 characters");
  }
}

}  // namespace sparkgate::policyfile
