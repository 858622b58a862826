#include "decision/guards.h"

#include <algorithm>
#include <array>
#include <utility>

#include "decision/guards/container.h"
#include "decision/guards/pod.h"
#include "decision/guards/resources.h"
#include "decision/guards/security.h"
#include "decision/guards/whole_pod.h"
#include "decision/item.h"
#include "decision/needs_volume.h"
#include "decision/never_touched.h"
#include "decision/same.h"

namespace sparkgate::decision {
namespace {

constexpr std::array<std::pair<std::string_view, Guard>, 9> kGuards = {{
    {"Container", guard_container},
    {"EnvVar", guard_volume_is_there},
    {"LifecycleHandler", guard_handler},
    {"PodSpec", guard_pod},
    {"Probe", guard_handler},
    {"ResourceRequirements", guard_resources},
    {"SecurityContext", guard_security},
    {"VolumeDevice", guard_volume_is_there},
    {"VolumeMount", guard_mount},
}};

void guard_part(Walk& walk, const Edit& edit, View here);

/// The pod's item that ours is about; none when ours will not be applied there.
std::optional<View> counterpart(const Walk& walk, const Edit& list, const Edit& item, View here) {
  if (item.field->type->name == "Container") {
    const View there = container_of(walk, list.name, item);
    const bool comes = there.present() || (item.adds && item.find("image"));
    return comes ? std::optional(there) : std::nullopt;
  }
  View there = item_of(here, item);
  if (is_filled_in_mount(there)) there = View();
  const bool stays = list.field->merge == ListMerge::unit && there.present() &&
                     (item.strength == Strength::fill || same(there, item.value, *item.field));
  return stays || is_another_volume(item, there) ? std::nullopt : std::optional(there);
}

void guard_parts(Walk& walk, const Edit& edit, View here) {
  const bool is_list = edit.field->shape == Shape::list;
  for (const Edit& child : edit.children) {
    if (!child.guarded) continue;
    if (!is_list) {
      guard_part(walk, child, here[child.name]);
    } else if (const auto there = counterpart(walk, edit, child, here)) {
      guard_part(walk, child, *there);
    }
  }
}

void guard_part(Walk& walk, const Edit& edit, View here) {
  if (edit.verb == Verb::remove || walk.is_blocked(edit) || is_kept(edit, here)) return;
  const View before = edit.verb == Verb::replace ? View() : here;
  if (edit.guard) edit.guard(walk, edit, before);
  if (!walk.is_blocked(edit)) guard_parts(walk, edit, before);
}

}  // namespace

Guard guard_of(const Edit& edit) {
  if (!edit.field->type) return nullptr;
  const std::string_view type = edit.field->type->name;
  const auto* const found = std::find_if(kGuards.begin(), kGuards.end(),
                                         [&](const auto& one) { return one.first == type; });
  if (found == kGuards.end()) return nullptr;
  const bool needs_none = found->second == guard_volume_is_there && volume_of(edit).empty();
  return needs_none ? nullptr : found->second;
}

void leave_out_invalid(Walk& walk) {
  std::size_t known = 0;
  do {
    known = walk.blocked.size();
    guard_whole_pod(walk);
    if (walk.spec) guard_part(walk, *walk.spec, walk.subject.pod["spec"]);
  } while (walk.blocked.size() != known);
}

}  // namespace sparkgate::decision
