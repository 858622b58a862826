#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "render/conf.h"
#include "render/fields.h"

namespace sparkgate::render {

/// The confs that the operator makes of `spec.driver` or `spec.executor` of a SparkApplication.
void take_role(const Fields& document, const std::string& role, Conf& conf, Account& account);

/// The pod template of a role, with the SparkApplication as owner.
nlohmann::json operator_template(const Fields& document, const std::string& role);

}  // namespace sparkgate::render
