#pragma once

#include "decision/becoming.h"
#include "decision/walk.h"

namespace sparkgate::decision {

/// What fields of different objects of a pod must not say together: names twice, probes of init
/// containers that end, claims that the pod does not have, and what is below. Blocks the parts of
/// the template that would do it.
void guard_whole_pod(Walk& walk);

/// The same for host ports and the host's network.
void guard_host_ports(Walk& walk);

/// Hooks sleep no longer than the pod has time to end.
void guard_hooks(Walk& walk);

/// Users of the pod's own have no block devices, and only they an unmasked /proc.
void guard_users(Walk& walk);

/// AppArmor by annotation is of a container that is there, and says what its field says; all
/// annotations together have a size.
void guard_annotations(Walk& walk);

/// The same for labels that a constraint of the pod cannot have beside it.
void guard_labels(Walk& walk);

/// A container of the template, and the pod's own, absent when ours is a new one.
struct ContainerPair {
  const Edit* edit;
  View here;
  bool init;
};

/// The pod's container that an edit of spec[`list`] speaks about.
View container_of(const Walk& walk, std::string_view list, const Edit& edit);

/// Calls `visit(ContainerPair)` for the containers of the template that stay or come.
template <class Visit>
void for_each_pair(const Walk& walk, Visit visit) {
  for (const std::string_view name : {"containers", "initContainers"}) {
    const Edit* list = walk.find(walk.spec, name);
    if (!list) continue;
    for (const Edit& one : list->children) {
      if (one.verb == Verb::remove || walk.is_blocked(one)) continue;
      const View here = container_of(walk, name, one);
      if (here.present() || (one.adds && one.find("image"))) {
        visit(ContainerPair{&one, here, name == "initContainers"});
      }
    }
  }
}

/// What the template says about a container of the pod's, or nullptr.
const Edit* edit_of_container(const Walk& walk, std::string_view list, std::size_t index,
                              View container);

/// What changes an item of the pod's list, unless it is left out; nullptr: the item stays as it is,
/// where is_taken_out does not say otherwise.
const Edit* edit_left(const Walk& walk, const Edit* list, View item);

/// Whether an item with that edit is gone afterwards. Both may be null.
bool is_taken_out(const Edit* list, const Edit* edit);

/// Calls `visit(name, Becoming)` for the containers that the pod will have.
template <class Visit>
void for_each_becoming(const Walk& walk, Visit visit) {
  for (const std::string_view list : {"containers", "initContainers"}) {
    std::size_t index = 0;
    for (const View container : walk.subject.pod["spec"][list].items()) {
      const Edit* edit = edit_of_container(walk, list, index++, container);
      if (edit && edit->verb == Verb::remove) continue;
      visit(container["name"].text(), Becoming(walk, edit, container));
    }
  }
  for_each_pair(walk, [&](const ContainerPair& pair) {
    if (!pair.here.present()) visit(pair.edit->name, Becoming(walk, pair.edit, View()));
  });
}

}  // namespace sparkgate::decision
