#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>

#include "fuzz/random_value.h"

namespace sparkgate {

/// Changes one place of a pod, or of a template of one, into something else of the type that
/// Kubernetes has there: mutations of bytes hardly ever give a pod.
void mutate_pod(nlohmann::json& pod, Dice& dice);

/// Fits libFuzzer's custom mutator: parses the input, lets `change` work on it, and writes it back.
/// Every fourth time, and when something is no JSON or too long, the bytes are mutated instead.
std::size_t mutate_json(std::uint8_t* data, std::size_t size, std::size_t max_size, unsigned seed,
                        const std::function<void(nlohmann::json&, Dice&)>& change);

}  // namespace sparkgate
