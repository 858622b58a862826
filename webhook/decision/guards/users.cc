#include "decision/becoming.h"
#include "decision/guards/whole_pod.h"

namespace sparkgate::decision {
namespace {

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

}  // namespace

void guard_users(Walk& walk) {
  const Becoming spec(walk, walk.spec, walk.subject.pod["spec"]);
  const bool asked = spec.is("hostUsers", false);
  const Edit* ours = spec.changer("hostUsers");
  if (ours && any_container(walk.subject.pod, asked ? has_devices : is_unmasked)) {
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
