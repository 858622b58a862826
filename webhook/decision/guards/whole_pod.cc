#include "decision/guards/whole_pod.h"

#include <algorithm>
#include <array>
#include <string>

#include "decision/becoming.h"
#include "decision/item.h"
#include "decision/needs_volume.h"

namespace sparkgate::decision {
namespace {

using nlohmann::json;

constexpr std::int64_t kDefaultGrace = 30;  // seconds, the API server's

bool restarts_container(const json& policies) {
  return std::any_of(policies.begin(), policies.end(), [](const json& one) {
    return one.is_object() && one.value("restartPolicy", "") == "RestartContainer";
  });
}

/// A resize that restarts a container needs one that is started again.
void guard_resize(Walk& walk, const ContainerPair& pair, bool restarts) {
  const Becoming container(pair.edit, pair.here);
  const Edit* policy = container.ours("resizePolicy");
  if (!policy || !restarts_container(policy->value)) return;
  const bool ends = pair.init && container.text("restartPolicy") != "Always";
  if (restarts && !ends) return;
  walk.block(*policy, "RestartContainer is for containers that are started again");
}

/// Init containers that end have neither probes nor hooks; side-cars among them do.
void guard_init(Walk& walk, const ContainerPair& pair) {
  if (!pair.init || Becoming(pair.edit, pair.here).text("restartPolicy") == "Always") return;
  for (const char* name : {"livenessProbe", "readinessProbe", "startupProbe", "lifecycle"}) {
    const Edit* child = pair.edit->find(name);
    if (!child || !child->adds) continue;
    walk.block(*child, std::string(name) + " needs restartPolicy: Always in an init container");
  }
}

bool has_claim(const Walk& walk, const std::string& name) {
  for (const View claim : walk.subject.pod["spec"]["resourceClaims"].items()) {
    if (claim["name"].text() == name) return true;
  }
  const Edit* claims = walk.spec->find("resourceClaims");
  return claims && std::any_of(claims->children.begin(), claims->children.end(),
                               [&](const Edit& one) { return one.adds && one.name == name; });
}

/// What a pod has as a whole is for its containers to share. What it does not say the API server
/// adds up from them, so all that can be shared counts.
void guard_shares(Walk& walk, const Edit& resources) {
  for (const char* kind : {"limits", "requests"}) {
    const Edit* amounts = resources.find(kind);
    if (!amounts) continue;
    for (const Edit& one : amounts->children) {
      const bool shared =
          one.name == "cpu" || one.name == "memory" || one.name.starts_with("hugepages-");
      if (shared) walk.block(one, "the pod has its " + one.name + " as a whole");
    }
  }
}

void guard_resources_of(Walk& walk, const ContainerPair& pair) {
  const Edit* resources = pair.edit->find("resources");
  if (!resources) return;
  if (walk.subject.pod["spec"]["resources"].size() > 0) guard_shares(walk, *resources);
  const Edit* claims = Becoming(resources, pair.here["resources"]).ours("claims");
  if (!claims) return;
  for (const json& claim : claims->value) {
    const std::string name = claim.is_object() ? claim.value("name", "") : "";
    if (has_claim(walk, name)) continue;
    return walk.block(*claims, "the pod has no resource claim called " + name);
  }
}

/// Whether `holds(container)` for some container of the pod.
template <class Holds>
bool any_container(View pod, Holds holds) {
  for (const char* list : {"containers", "initContainers"}) {
    for (const View container : pod["spec"][list].items()) {
      if (holds(container)) return true;
    }
  }
  return false;
}

bool has_devices(View container) {
  return container["volumeDevices"].size() > 0;
}

bool is_unmasked(View container) {
  return container["securityContext"]["procMount"].text() == "Unmasked";
}

/// Users of the pod's own have no block devices, and only they an unmasked /proc.
void guard_users(Walk& walk) {
  const Becoming spec(walk.spec, walk.subject.pod["spec"]);
  const Edit* ours = spec.changer("hostUsers");
  bool own = spec.is("hostUsers", false);
  if (ours && any_container(walk.subject.pod, own ? has_devices : is_unmasked)) {
    walk.block(*ours, own ? "hostUsers: false does not go with volumeDevices"
                          : "procMount: Unmasked needs hostUsers: false");
    own = !own;
  }
  for_each_pair(walk, [&](const ContainerPair& pair) {
    const Edit* devices = pair.edit->find("volumeDevices");
    if (own && devices && devices->adds) {
      walk.block(*devices, "volumeDevices do not go with hostUsers: false");
    }
    const Becoming context = Becoming(pair.edit, pair.here).member("securityContext");
    const Edit* mount = context.ours("procMount");
    if (own || !mount || mount->value != "Unmasked") return;
    walk.block(*mount, "procMount: Unmasked needs hostUsers: false");
  });
}

constexpr std::array<const char*, 2> kHooks = {"postStart", "preStop"};

/// The longest sleep of the hooks of the pod's containers that stay, in seconds.
std::int64_t longest_sleep(const Walk& walk) {
  std::int64_t longest = 0;
  for (const char* list : {"containers", "initContainers"}) {
    const Edit* edits = walk.spec->find(list);
    for (const View container : walk.subject.pod["spec"][list].items()) {
      const Edit* edit = edits ? edit_of(*edits, container) : nullptr;
      if (edit && edit->verb == Verb::remove) continue;
      for (const char* hook : kHooks) {
        const View seconds = container["lifecycle"][hook]["sleep"]["seconds"];
        longest = std::max(longest, seconds.integer().value_or(0));
      }
    }
  }
  return longest;
}

void guard_hooks(Walk& walk, const ContainerPair& pair, std::int64_t grace) {
  const Edit* ours = pair.edit->find("lifecycle");
  if (!ours) return;
  const Becoming lifecycle = Becoming(pair.edit, pair.here).member("lifecycle");
  for (const char* hook : kHooks) {
    const Edit* seconds = lifecycle.member(hook).member("sleep").ours("seconds");
    if (!seconds || seconds->value <= grace) continue;
    walk.block(*ours->find(hook), "the hook would sleep longer than the grace period");
  }
}

/// Hooks sleep no longer than the pod has time to end.
void guard_grace(Walk& walk) {
  constexpr std::string_view kField = "terminationGracePeriodSeconds";
  const View pod_spec = walk.subject.pod["spec"];
  const Becoming spec(walk.spec, pod_spec);
  std::int64_t grace = spec.integer(kField).value_or(kDefaultGrace);
  const Edit* ours = spec.changer(kField);
  if (ours && longest_sleep(walk) > grace) {
    walk.block(*ours, "a hook of the pod sleeps longer than this");
    grace = pod_spec[kField].integer().value_or(kDefaultGrace);
  }
  for_each_pair(walk, [&](const ContainerPair& pair) { guard_hooks(walk, pair, grace); });
}

}  // namespace

View container_of(const Walk& walk, std::string_view list, const Edit& edit) {
  const View theirs = walk.subject.pod["spec"][list];
  if (!edit.is_spark_container) return item_of(theirs, edit);
  const int spark = walk.subject.spark.container;
  return spark < 0 ? View() : theirs.at(static_cast<std::size_t>(spark));
}

void guard_whole_pod(Walk& walk) {
  guard_labels(walk);
  if (!walk.spec) return;
  const bool restarts = walk.subject.pod["spec"]["restartPolicy"].text() != "Never";
  for_each_pair(walk, [&](const ContainerPair& pair) {
    guard_resize(walk, pair, restarts);
    guard_init(walk, pair);
    guard_resources_of(walk, pair);
  });
  guard_grace(walk);
  guard_users(walk);
  guard_volumes_in_use(walk);
  guard_host_ports(walk);
}

}  // namespace sparkgate::decision
