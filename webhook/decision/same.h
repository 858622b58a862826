#pragma once

#include <nlohmann/json.hpp>

#include "decision/pod_types.h"
#include "decision/view.h"

namespace sparkgate::decision {

/// Whether the pod's value is what a template says, as the API server would have stored it:
/// quantities by value (`11264Mi` is `11Gi`), what is filled in and what is zero counts as absent.
/// `field` is the type of both.
bool same(View here, const nlohmann::json& said, const PodField& field);

/// Whether the pod's value may have been filled in by the API server, so that the pod's author said
/// nothing: `schedulerName: default-scheduler`, `terminationGracePeriodSeconds: 30`, …
bool unsaid(View here, const PodField& field);

/// Whether taking the value out would change nothing: it says nothing, or the API server puts it
/// back (its own tolerations and mounts among them).
bool comes_back(View here, const PodField& field);

/// Whether the pod's list is what is said, but for what the API server has added to it.
bool same_but_filled_in(View here, const nlohmann::json& said, const PodField& field);

/// Whether a value is not stored: `""`, `0`, `false`, `{}`, `[]` in a field that is no pointer.
bool is_dropped(const nlohmann::json& said, const PodField& field);

/// The two tolerations that DefaultTolerationSeconds adds to every pod.
bool is_filled_in_toleration(View toleration);

/// The mount of the token volume that the ServiceAccount plug-in adds to every container.
bool is_filled_in_mount(View mount);

}  // namespace sparkgate::decision
