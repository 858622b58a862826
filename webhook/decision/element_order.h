#pragma once

#include <nlohmann/json.hpp>

#include "decision/pod_types.h"

namespace sparkgate::decision {

/// The items of a list as `$setElementOrder` wants them, by the rules of Kubernetes' strategic
/// merge: those that `order` names stand in its order; the others keep theirs, and stand before a
/// named one where they did so in `live`, the list before it was changed. `list.keys` say which
/// item is which.
nlohmann::json in_order(const nlohmann::json& items, const nlohmann::json& live,
                        const nlohmann::json& order, const PodField& list);

}  // namespace sparkgate::decision
