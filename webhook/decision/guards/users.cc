#include "decision/becoming.h"
#include "decision/guards/whole_pod.h"

namespace sparkgate::decision {
namespace {

/// Whether `holds(walk, edit, container)` for some container of the pod's that stays.
template <class Holds>
bool any_container(const Walk& walk, Holds holds) {
  for (const char* list : {"containers", "initContainers"}) {
    std::size_t index = 0;
    for (const View container : walk.subject.pod["spec"][list].items()) {
      const Edit* edit = edit_of_container(walk, list, index++, container);
      if (edit && edit->verb == Verb::remove) continue;
      if (holds(walk, edit, container)) return true;
    }
  }
  return false;
}

bool keeps_devices(const Walk& walk, const Edit* edit, View container) {
  const Edit* list = walk.find(edit, "volumeDevices");
  for (const View device : container["volumeDevices"].items()) {
    if (!is_taken_out(list, edit_left(walk, list, device))) return true;
  }
  return false;
}

bool stays_unmasked(const Walk& walk, const Edit* edit, View container) {
  const Becoming context = Becoming(walk, edit, container).member("securityContext");
  return context.pods("procMount").text() == "Unmasked";
}

}  // namespace

void guard_users(Walk& walk) {
  const Becoming spec(walk, walk.spec, walk.subject.pod["spec"]);
  const bool asked = spec.is("hostUsers", false);
  const Edit* ours = spec.changer("hostUsers");
  if (ours && any_container(walk, asked ? keeps_devices : stays_unmasked)) {
    walk.block(*ours, asked ? "hostUsers: false does not go with volumeDevices"
                            : "procMount: Unmasked needs hostUsers: false");
  }
  const bool own = spec.is("hostUsers", false);
  for_each_pair(walk, [&](const ContainerPair& pair) {
    const Edit* devices = walk.find(pair.edit, "volumeDevices");
    if (own && devices && devices->adds) {
      walk.block(*devices, "volumeDevices do not go with hostUsers: false");
    }
    const Becoming container(walk, pair.edit, pair.here);
    const Edit* mount = container.member("securityContext").ours("procMount");
    if (own || !mount || mount->value != "Unmasked") return;
    walk.block(*mount, "procMount: Unmasked needs hostUsers: false");
  });
}

}  // namespace sparkgate::decision
