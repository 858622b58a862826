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

void guard_pair(const Pair& pair, const Becoming& spec, std::vector<Blocked>& blocked) {
  if (!spec.is(pair.one, pair.one_is) || !spec.is(pair.other, true)) return;
  const Edit* ours = spec.ours(pair.one);
  if (!ours) ours = spec.ours(pair.other);
  if (!ours) return;
  blocked.push_back({ours, std::string(pair.one) + (pair.one_is ? ": true" : ": false") +
                               " does not go with " + std::string(pair.other) + ": true"});
}

/// `dnsPolicy: None` says that dnsConfig has it all.
void guard_dns(const Becoming& spec, std::vector<Blocked>& blocked) {
  const Edit* policy = spec.ours("dnsPolicy");
  if (!policy || spec.text("dnsPolicy") != "None") return;
  const Becoming config = spec.member("dnsConfig");
  const Edit* servers = config.ours("nameservers");
  if (servers ? !servers->value.empty() : config.pods("nameservers").size() > 0) return;
  blocked.push_back({policy, "dnsPolicy: None needs nameservers in dnsConfig"});
}

void guard_gates(const Edit& edit, const Becoming& spec, std::vector<Blocked>& blocked) {
  const Edit* gates = edit.find("schedulingGates");
  if (!gates || !gates->adds || spec.text("nodeName").empty()) return;
  blocked.push_back({gates, "a pod with a nodeName is scheduled: it can have no schedulingGates"});
}

}  // namespace

void guard_pod(const Edit& edit, View here, std::vector<Blocked>& blocked) {
  const Becoming spec(&edit, here);
  for (const Pair& pair : kPairs) guard_pair(pair, spec, blocked);
  guard_dns(spec, blocked);
  guard_gates(edit, spec, blocked);
}

}  // namespace sparkgate::decision
