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

void guard_pair(const Pair& pair, const Becoming& spec, View here, std::vector<Blocked>& blocked) {
  if (!spec.is(pair.one, pair.one_is) || !spec.is(pair.other, true)) return;
  const bool is_theirs = here[pair.one].boolean() == pair.one_is;  // and stays without ours
  const Edit* ours = is_theirs ? nullptr : spec.ours(pair.one);
  if (!ours) ours = spec.ours(pair.other);
  if (!ours) return;
  blocked.push_back({ours, std::string(pair.one) + (pair.one_is ? ": true" : ": false") +
                               " does not go with " + std::string(pair.other) + ": true"});
}

/// The host has its own name.
void guard_hostname(const Becoming& spec, View here, std::vector<Blocked>& blocked) {
  if (spec.text("hostnameOverride").empty()) return;
  const bool is_theirs = !here["hostnameOverride"].text().empty();
  for (const char* name : {"hostNetwork", "setHostnameAsFQDN"}) {
    if (!spec.is(name, true)) continue;
    const Edit* ours = is_theirs ? nullptr : spec.ours("hostnameOverride");
    if (!ours) ours = spec.ours(name);
    if (!ours) continue;
    blocked.push_back({ours, "hostnameOverride does not go with " + std::string(name) + ": true"});
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

void guard_their_sysctls(const Becoming& spec, View here, std::vector<Blocked>& blocked) {
  for (const View one : here["securityContext"]["sysctls"].items()) {
    const std::string_view shared = host_switch_of(one["name"].text());
    const Edit* ours = shared.empty() ? nullptr : spec.ours(shared);
    if (!ours || !spec.is(shared, true)) continue;
    blocked.push_back({ours, "the sysctl " + std::string(one["name"].text()) +
                                 " does not go with " + std::string(shared) + ": true"});
  }
}

/// Settings of a kernel namespace that the pod shares with its host are the host's.
void guard_sysctls(const Becoming& spec, View here, std::vector<Blocked>& blocked) {
  const Becoming context = spec.member("securityContext");
  for (const std::string_view name : sysctls_of(context)) {
    const std::string_view shared = host_switch_of(name);
    if (shared.empty() || !spec.is(shared, true)) continue;
    for (const Edit* ours : {context.ours("sysctls"), spec.ours(shared)}) {
      if (!ours) continue;
      blocked.push_back({ours, "the sysctl " + std::string(name) + " does not go with " +
                                   std::string(shared) + ": true"});
    }
    return guard_their_sysctls(spec, here, blocked);  // ours give way: theirs stay
  }
}

/// `dnsPolicy: None` says that dnsConfig has it all.
void guard_dns(const Edit& edit, const Becoming& spec, View here, std::vector<Blocked>& blocked) {
  if (spec.text("dnsPolicy") != "None") return;
  const bool is_theirs = here["dnsPolicy"].text() == "None";
  const Edit* ours = is_theirs ? nullptr : spec.ours("dnsPolicy");
  if (!ours) ours = edit.find("dnsConfig");
  if (!ours) return;
  const Becoming config = spec.member("dnsConfig");
  const Edit* servers = config.ours("nameservers");
  if (servers ? !servers->value.empty() : config.pods("nameservers").size() > 0) return;
  blocked.push_back({ours, "dnsPolicy: None needs nameservers in dnsConfig"});
}

void guard_gates(const Edit& edit, const Becoming& spec, std::vector<Blocked>& blocked) {
  const Edit* gates = edit.find("schedulingGates");
  if (!gates || !gates->adds || spec.text("nodeName").empty()) return;
  blocked.push_back({gates, "a pod with a nodeName is scheduled: it can have no schedulingGates"});
}

}  // namespace

void guard_pod(const Edit& edit, View here, std::vector<Blocked>& blocked) {
  const Becoming spec(&edit, here);
  for (const Pair& pair : kPairs) guard_pair(pair, spec, here, blocked);
  guard_hostname(spec, here, blocked);
  guard_sysctls(spec, here, blocked);
  guard_dns(edit, spec, here, blocked);
  guard_gates(edit, spec, blocked);
}

}  // namespace sparkgate::decision
