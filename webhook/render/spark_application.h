#pragma once

#include <nlohmann/json.hpp>

#include "render/account.h"
#include "render/application.h"

namespace sparkgate::render {

/// The operator's label on every pod that it lets Spark make.
inline constexpr char kOperatorPrefix[] = "sparkoperator.k8s.io/";

/// The SparkApplication that a ScheduledSparkApplication makes at its next time. Its name ends in
/// that time, which is 0 here. A document without a template is a mistake.
nlohmann::json next_run(const nlohmann::json& scheduled, Account& account);

/// What the Kubeflow operator (2.5, v1beta2) gives to spark-submit for a SparkApplication.
/// Source: its submission.go, defaults.go, monitoring_config.go and schedulers.
Application read_spark_application(const nlohmann::json& document, const Context& context,
                                   Account& account);

}  // namespace sparkgate::render
