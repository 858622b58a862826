#include <algorithm>
#include <set>
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
};

constexpr std::string_view kInit = "initContainers";

std::string_view protocol_of(std::string_view said) {
  return said.empty() ? "TCP" : said;
}

/// With the host's network, every port of a container is one of the host.
Port port_of(const Walk& walk, const Edit* edit, View here, bool on_host) {
  const Becoming becoming(walk, edit, here);
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

std::vector<ContainerPair> pairs_of(const Walk& walk) {
  std::vector<ContainerPair> pairs;
  for_each_pair(walk, [&](const ContainerPair& pair) { pairs.push_back(pair); });
  return pairs;
}

/// All ports on the host: the pod's before ours.
std::vector<Port> ports_of(const Walk& walk, bool on_host) {
  const std::vector<ContainerPair> pairs = pairs_of(walk);
  std::vector<Port> ports;
  for (const std::string_view list : {std::string_view("containers"), kInit}) {
    std::size_t index = 0;
    for (const View container : walk.subject.pod["spec"][list].items()) {
      const Edit* ours = edit_of_container(walk, list, index++, container);
      if (ours && ours->verb == Verb::remove) continue;
      const Edit* edits = walk.find(ours, "ports");
      ItemEdits by_port(edits);
      const bool replaced = edits && edits->verb == Verb::replace;
      for (const View port : container["ports"].items()) {
        const Edit* edit = by_port.of_next(port);
        if (edit && walk.is_blocked(*edit)) edit = nullptr;
        if (is_taken_out(edits, edit)) continue;
        ports.push_back(port_of(walk, edit, replaced ? View() : port, on_host));
        if (list == kInit) ports.back().init = container["name"].text();
      }
    }
  }
  for (const ContainerPair& pair : pairs) {
    const Edit* edits = walk.find(pair.edit, "ports");
    if (!edits) continue;
    for (const Edit& edit : edits->children) {
      if (!edit.adds || walk.is_blocked(edit)) continue;
      if (item_of(pair.here["ports"], edit).present()) continue;
      ports.push_back(port_of(walk, &edit, View(), on_host));
      if (pair.init) ports.back().init = pair.edit->name;
    }
  }
  // A policy may give a host's port to one that the pod has, too.
  std::stable_partition(ports.begin(), ports.end(),
                        [](const Port& port) { return port.ours == nullptr; });
  return ports;
}

/// Most templates say nothing about ports.
bool concerns_ports(const Walk& walk) {
  bool concerns = walk.find(walk.spec, "hostNetwork") != nullptr;
  for_each_pair(walk, [&](const ContainerPair& pair) {
    concerns = concerns || walk.find(pair.edit, "ports");
  });
  return concerns;
}

/// The first of a place on the host has it.
class Host {
 public:
  explicit Host(bool on_host) : on_host_(on_host) {}

  /// Whether the port can be had; takes it.
  bool take(const Port& port) {
    const bool elsewhere = on_host_ && port.init.empty() && port.host != port.container;
    const bool is_free =
        port.host == 0 || taken_.emplace(port.host, port.protocol, port.ip, port.init).second;
    return is_free && !elsewhere;
  }

 private:
  bool on_host_;
  std::set<std::tuple<std::int64_t, std::string_view, std::string_view, std::string_view>> taken_;
};

bool fit_the_host(const std::vector<Port>& ports) {
  Host host(true);
  return std::all_of(ports.begin(), ports.end(), [&](const Port& port) { return host.take(port); });
}

}  // namespace

void guard_host_ports(Walk& walk) {
  if (!concerns_ports(walk)) return;
  const Becoming spec(walk, walk.spec, walk.subject.pod["spec"]);
  const Edit* network = spec.ours("hostNetwork");
  if (network && spec.is("hostNetwork", true) && !fit_the_host(ports_of(walk, true))) {
    walk.block(*network, "not all ports of the pod can be ports of the host");
  }
  const bool on_host = spec.is("hostNetwork", true);
  Host host(on_host);
  for (const Port& port : ports_of(walk, on_host)) {
    if (host.take(port) || !port.ours) continue;
    walk.block(*port.ours, "port " + std::to_string(port.host) +
                               " of the host is taken, or another than the container's");
  }
}

}  // namespace sparkgate::decision
