#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "render/fields.h"

namespace sparkgate::render {

/// What the operator's own webhook adds to a driver or executor of a SparkApplication: what Spark
/// has no conf for. Source: sparkpod_defaulter.go of 2.5.2.
void add_as_operator_webhook(nlohmann::json& pod, const Fields& document, const std::string& role,
                             Account& account);

}  // namespace sparkgate::render
