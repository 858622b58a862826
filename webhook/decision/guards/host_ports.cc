#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "decision/becoming.h"
#include "decision/guards/whole_pod.h"
#include "decision/item.h"

namespace sparkgate::decision {
namespace {

/// A port of a container as it will be.
struct Port {
  std::int64_t container = 0;
  std::int64_t host = 0;
  std::string_view protocol;
  std::string_view ip;
  std::string_view init;       // name of an init container: each runs alone
  const Edit* ours = nullptr;  // who makes it, or makes it so

  /// Two ports take the same place on the host.
  bool operator==(const Port& other) const {
    return std::tie(host, protocol, ip, init) ==
           std::tie(other.host, other.protocol, other.ip, other.init);
  }
};

constexpr std::string_view kInit = "initContainers";

std::string_view protocol_of(std::string_view said) {
  return said.empty() ? "TCP" : said;
}

/// With the host's network, every port of a container is one of the host.
Port port_of(const Edit* edit, View here, bool on_host) {
  const Becoming becoming(edit, here);
  Port port;
  const bool is_new = edit && !here.present();
  const auto number = [](const nlohmann::json& value) {
    return value.is_number_integer() ? value.get<std::int64_t>() : 0;
  };
  port.container =
      is_new ? number(edit->keys.front().second) : here["containerPort"].integer().value_or(0);
  port.host = becoming.integer("hostPort").value_or(0);
  if (on_host && port.host == 0) port.host = port.container;
  std::string_view protocol = here["protocol"].text();
  if (is_new) protocol = edit->keys.back().second.get_ref<const std::string&>();
  port.protocol = protocol_of(protocol);
  port.ip = becoming.text("hostIP");
  if (is_new) port.ours = edit;
  if (edit && !is_new) port.ours = becoming.ours("hostPort");
  return port;
}

/// What the template says about the ports of one of the pod's containers.
const Edit* ports_edit(const Walk& walk, View container) {
  const Edit* found = nullptr;
  for_each_pair(walk, [&](const ContainerPair& pair) {
    if (pair.here.present() && pair.here["name"].text() == container["name"].text()) {
      found = pair.edit->find("ports");
    }
  });
  return found;
}

/// All ports on the host: the pod's before ours.
std::vector<Port> ports_of(const Walk& walk, bool on_host) {
  std::vector<Port> ports;
  for (const std::string_view list : {std::string_view("containers"), kInit}) {
    for (const View container : walk.subject.pod["spec"][list].items()) {
      const Edit* edits = ports_edit(walk, container);
      for (const View port : container["ports"].items()) {
        const Edit* edit = edits ? edit_of(*edits, port) : nullptr;
        if (edit && edit->verb == Verb::remove) continue;
        ports.push_back(port_of(edit, port, on_host));
        if (list == kInit) ports.back().init = container["name"].text();
      }
    }
  }
  for_each_pair(walk, [&](const ContainerPair& pair) {
    const Edit* edits = pair.edit->find("ports");
    if (!edits) return;
    for (const Edit& edit : edits->children) {
      const bool is_new = edit.adds && !item_of(pair.here["ports"], edit).present();
      if (!is_new) continue;
      ports.push_back(port_of(&edit, View(), on_host));
      if (pair.init) ports.back().init = pair.edit->name;
    }
  });
  return ports;
}

/// Most templates say nothing about ports.
bool concerns_ports(const Walk& walk) {
  bool concerns = walk.spec->find("hostNetwork") != nullptr;
  for_each_pair(
      walk, [&](const ContainerPair& pair) { concerns = concerns || pair.edit->find("ports"); });
  return concerns;
}

bool is_taken(const std::vector<Port>& ports, std::size_t index) {
  const auto end = ports.begin() + static_cast<std::ptrdiff_t>(index);
  return ports[index].host != 0 && std::find(ports.begin(), end, ports[index]) != end;
}

bool is_elsewhere(const Port& port, bool on_host) {
  return on_host && port.init.empty() && port.host != port.container;
}

bool fit_the_host(const std::vector<Port>& ports) {
  for (std::size_t i = 0; i < ports.size(); ++i) {
    if (is_taken(ports, i) || is_elsewhere(ports[i], true)) return false;
  }
  return true;
}

}  // namespace

void guard_host_ports(Walk& walk) {
  if (!concerns_ports(walk)) return;
  const Becoming spec(walk.spec, walk.subject.pod["spec"]);
  bool on_host = spec.is("hostNetwork", true);
  const Edit* network = spec.ours("hostNetwork");
  if (on_host && network && !fit_the_host(ports_of(walk, true))) {
    walk.leave_out(*network, "not all ports of the pod can be ports of the host");
    walk.blocked.push_back(network);
    on_host = false;
  }
  const std::vector<Port> ports = ports_of(walk, on_host);
  for (std::size_t i = 0; i < ports.size(); ++i) {
    if (!ports[i].ours || !(is_taken(ports, i) || is_elsewhere(ports[i], on_host))) continue;
    walk.leave_out(*ports[i].ours, "port " + std::to_string(ports[i].host) +
                                       " of the host is taken, or another than the container's");
    walk.blocked.push_back(ports[i].ours);
  }
}

}  // namespace sparkgate::decision
