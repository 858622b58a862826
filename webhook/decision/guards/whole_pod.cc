#include "decision/guards/whole_pod.h"

#include <algorithm>
#include <string>
#include <vector>

#include "decision/becoming.h"
#include "decision/item.h"
#include "decision/needs_volume.h"
#include "decision/pod_resources.h"

namespace sparkgate::decision {
namespace {

using nlohmann::json;

bool restarts_container(const json& policies) {
  return std::any_of(policies.begin(), policies.end(), [](const json& one) {
    return one.is_object() && one.value("restartPolicy", "") == "RestartContainer";
  });
}

/// A resize that restarts a container needs one that is started again.
void guard_resize(Walk& walk, const ContainerPair& pair, bool restarts) {
  const Becoming container(walk, pair.edit, pair.here);
  const Edit* policy = container.ours("resizePolicy");
  if (!policy || !restarts_container(policy->value)) return;
  const bool ends = pair.init && container.text("restartPolicy") != "Always";
  if (restarts && !ends) return;
  walk.block(*policy, "RestartContainer is for containers that are started again");
}

/// Init containers that end have neither probes nor hooks; side-cars among them do.
void guard_init(Walk& walk, const ContainerPair& pair) {
  if (!pair.init || Becoming(walk, pair.edit, pair.here).text("restartPolicy") == "Always") return;
  for (const char* name : {"livenessProbe", "readinessProbe", "startupProbe", "lifecycle"}) {
    const Edit* child = walk.find(pair.edit, name);
    if (!child || !child->adds) continue;
    walk.block(*child, std::string(name) + " needs restartPolicy: Always in an init container");
  }
}

bool has_claim(const Walk& walk, const std::string& name) {
  for (const View claim : walk.subject.pod["spec"]["resourceClaims"].items()) {
    if (claim["name"].text() == name) return true;
  }
  const Edit* claims = walk.find(walk.spec, "resourceClaims");
  const Edit* claim = claims ? walk.find(claims, name) : nullptr;
  return claim && claim->adds;
}

/// What a pod has as a whole is for its containers to share. What it does not say the API server
/// adds up from them, so all that can be shared counts, and so does who counts: a side-car does,
/// an init container that ends does not.
void guard_shares(Walk& walk, const ContainerPair& pair) {
  const Becoming container(walk, pair.edit, pair.here);
  const View theirs = pair.here["resources"];
  const Edit* restarts = container.changer("restartPolicy");
  for (const char* kind : {"limits", "requests"}) {
    for (const auto [name, amount] : theirs[kind].members()) {
      if (!restarts || !can_be_pod_level(name)) continue;
      walk.block(*restarts, "the pod has its " + std::string(name) + " as a whole");
    }
    const Edit* amounts = walk.find(walk.find(pair.edit, "resources"), kind);
    if (!amounts) continue;
    for (const Edit& one : amounts->children) {
      if (can_be_pod_level(one.name))
        walk.block(one, "the pod has its " + one.name + " as a whole");
    }
  }
}

void guard_claims(Walk& walk, const ContainerPair& pair) {
  const Becoming container(walk, pair.edit, pair.here);
  const Edit* claims = container.member("resources").ours("claims");
  if (!claims) return;
  for (const json& claim : claims->value) {
    const std::string name = claim.is_object() ? claim.value("name", "") : "";
    if (has_claim(walk, name)) continue;
    return walk.block(*claims, "the pod has no resource claim called " + name);
  }
}

/// Whether a container of the pod's that stays is called so.
bool keeps_name(const Walk& walk, const std::string& name) {
  for (const char* list : {"containers", "initContainers", "ephemeralContainers"}) {
    std::size_t index = 0;
    for (const View container : walk.subject.pod["spec"][list].items()) {
      const std::size_t here = index++;
      if (container["name"].text() != name) continue;
      const Edit* edit = edit_of_container(walk, list, here, container);
      if (!edit || edit->verb != Verb::remove) return true;
    }
  }
  return false;
}

/// Names of containers are unique over all lists of a pod, and over what comes.
void guard_names(Walk& walk) {
  std::vector<std::string_view> coming;
  for_each_pair(walk, [&](const ContainerPair& pair) {
    if (pair.here.present()) return;
    const std::string& name = pair.edit->name;
    if (keeps_name(walk, name) || std::find(coming.begin(), coming.end(), name) != coming.end()) {
      walk.block(*pair.edit, "the pod has another container called " + name);
    } else {
      coming.push_back(name);
    }
  });
}

}  // namespace

View container_of(const Walk& walk, std::string_view list, const Edit& edit) {
  const View theirs = walk.subject.pod["spec"][list];
  if (!edit.is_spark_container) return item_of(theirs, edit);
  const int spark = walk.subject.spark.container;
  return spark < 0 ? View() : theirs.at(static_cast<std::size_t>(spark));
}

const Edit* edit_of_container(const Walk& walk, std::string_view list, std::size_t index,
                              View container) {
  const Edit* edits = walk.find(walk.spec, list);
  if (!edits) return nullptr;
  const int spark = list == "containers" ? walk.subject.spark.container : -1;
  for (const Edit& one : edits->children) {
    if (walk.is_blocked(one)) continue;
    const bool is_it =
        one.is_spark_container ? static_cast<int>(index) == spark : has_keys_of(container, one);
    if (is_it) return &one;
  }
  return nullptr;
}

const Edit* edit_left(const Walk& walk, const Edit* list, View item) {
  const Edit* edit = list ? edit_of(*list, item) : nullptr;
  return edit && !walk.is_blocked(*edit) ? edit : nullptr;
}

bool is_taken_out(const Edit* list, const Edit* edit) {
  if (edit) return edit->verb == Verb::remove;
  return list && (list->verb == Verb::replace || list->verb == Verb::remove);
}

void guard_whole_pod(Walk& walk) {
  guard_labels(walk);
  guard_annotations(walk);
  if (!walk.spec) return;
  guard_names(walk);
  const bool restarts = walk.subject.pod["spec"]["restartPolicy"].text() != "Never";
  const bool shares = walk.subject.pod["spec"]["resources"].size() > 0;
  for_each_pair(walk, [&](const ContainerPair& pair) {
    guard_resize(walk, pair, restarts);
    guard_init(walk, pair);
    if (shares) guard_shares(walk, pair);
    guard_claims(walk, pair);
  });
  guard_hooks(walk);
  guard_users(walk);
  guard_volumes_in_use(walk);
  guard_host_ports(walk);
}

}  // namespace sparkgate::decision
