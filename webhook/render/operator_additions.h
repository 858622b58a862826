#pragma once

#include <nlohmann/json.hpp>

#include "render/account.h"

namespace sparkgate::render {

/// A SparkApplication as the operator has it before it submits: with defaults, and what monitoring
/// and a batch scheduler add. Source: its defaults.go, monitoring_config.go, internal/scheduler.
nlohmann::json with_operator_additions(nlohmann::json document, Account& account);

}  // namespace sparkgate::render
