#include "decision/guards/pod.h"

#include <array>
#include <string>

#include "decision/becoming.h"

namespace sparkgate::decision {
namespace {

/// Two switches that Kubernetes refuses together.
struct Pair {
  std::string_view one;
  bool one_is;
  std::string_view other;  // when true
};

constexpr std::array<Pair, 4> kPairs = {{
    {"shareProcessNamespace", true, "hostPID"},
    {"hostUsers", false, "hostNetwork"},
    {"hostUsers", false, "hostPID"},
    {"hostUsers", false, "hostIPC"},
}};

void guard_pair(Walk& walk, const Pair& pair, const Becoming& spec, View here) {
  if (!spec.is(pair.one, pair.one_is) || !spec.is(pair.other, true)) return;
  const bool is_theirs = here[pair.one].boolean() == pair.one_is;  // and stays without ours
  const Edit* ours = is_theirs ? nullptr : spec.ours(pair.one);
  if (!ours) ours = spec.ours(pair.other);
  if (!ours) return;
  walk.block(*ours, std::string(pair.one) + (pair.one_is ? ": true" : ": false") +
                        " does not go with " + std::string(pair.other) + ": true");
}

/// The host has its own name.
void guard_hostname(Walk& walk, const Becoming& spec, View here) {
  if (spec.text("hostnameOverride").empty()) return;
  const bool is_theirs = !here["hostnameOverride"].text().empty();
  for (const char* name : {"hostNetwork", "setHostnameAsFQDN"}) {
    if (!spec.is(name, true)) continue;
    const Edit* ours = is_theirs ? nullptr : spec.ours("hostnameOverride");
    if (!ours) ours = spec.ours(name);
    if (!ours) continue;
    walk.block(*ours, "hostnameOverride does not go with " + std::string(name) + ": true");
  }
}

/// The namespace of the host that a setting of the kernel belongs to; "" for others.
std::string_view host_switch_of(std::string_view sysctl) {
  if (sysctl.starts_with("net.")) return "hostNetwork";
  const bool ipc = sysctl == "kernel.sem" || sysctl.starts_with("kernel.shm") ||
                   sysctl.starts_with("kernel.msg") || sysctl.starts_with("fs.mqueue.");
  return ipc ? "hostIPC" : "";
}

std::vector<std::string_view> sysctls_of(const Becoming& context) {
  std::vector<std::string_view> names;
  if (const Edit* ours = context.ours("sysctls")) {
    for (const nlohmann::json& one : ours->value) {
      if (one.is_object() && one.contains("name") && one["name"].is_string()) {
        names.push_back(one["name"].get_ref<const std::string&>());
      }
    }
  }
  for (const View one : context.pods("sysctls").items()) names.push_back(one["name"].text());
  return names;
}

/// Settings of a kernel namespace that the pod shares with its host are the host's.
void guard_sysctls(Walk& walk, const Becoming& spec) {
  const Becoming context = spec.member("securityContext");
  for (const std::string_view name : sysctls_of(context)) {
    const std::string_view shared = host_switch_of(name);
    if (shared.empty() || !spec.is(shared, true)) continue;
    for (const Edit* ours : {context.ours("sysctls"), spec.ours(shared)}) {
      if (!ours) continue;
      walk.block(*ours, "the sysctl " + std::string(name) + " does not go with " +
                            std::string(shared) + ": true");
    }
    return;
  }
}

/// `dnsPolicy: None` says that dnsConfig has it all.
void guard_dns(Walk& walk, const Edit& edit, const Becoming& spec, View here) {
  if (spec.text("dnsPolicy") != "None") return;
  const bool is_theirs = here["dnsPolicy"].text() == "None";
  const Edit* ours = is_theirs ? nullptr : spec.ours("dnsPolicy");
  if (!ours) ours = walk.find(&edit, "dnsConfig");
  if (!ours) return;
  const Becoming config = spec.member("dnsConfig");
  const Edit* servers = config.ours("nameservers");
  if (servers ? !servers->value.empty() : config.pods("nameservers").size() > 0) return;
  walk.block(*ours, "dnsPolicy: None needs nameservers in dnsConfig");
}

void guard_gates(Walk& walk, const Edit& edit, const Becoming& spec) {
  const Edit* gates = walk.find(&edit, "schedulingGates");
  if (!gates || !gates->adds || spec.text("nodeName").empty()) return;
  walk.block(*gates, "a pod with a nodeName is scheduled: it can have no schedulingGates");
}

}  // namespace

void guard_pod(Walk& walk, const Edit& edit, View here) {
  const Becoming spec(walk, &edit, here);
  for (const Pair& pair : kPairs) guard_pair(walk, pair, spec, here);
  guard_hostname(walk, spec, here);
  guard_sysctls(walk, spec);
  guard_dns(walk, edit, spec, here);
  guard_gates(walk, edit, spec);
}

}  // namespace sparkgate::decision
