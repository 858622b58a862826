#pragma once

#include <nlohmann/json.hpp>

#include "decision/pod_types.h"

namespace sparkgate {

/// A pod, as a field of the table of types.
const decision::PodField& whole_pod();

/// Whether all values have the types of a pod, as they always have when the API server asks.
bool is_pod(const nlohmann::json& pod);

}  // namespace sparkgate
