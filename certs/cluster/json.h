#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "base/result.h"

namespace sparkgate::cluster {

/// Objects of Kubernetes have a fifth of it. Who copies or writes what is deeper may run out of
/// stack: the library does both by recursion.
inline constexpr int kMaxDepth = 64;

/// What an API server sent. Error when it is no JSON or deeper than kMaxDepth.
Result<nlohmann::json> parse_json(const std::string& text);

}  // namespace sparkgate::cluster
