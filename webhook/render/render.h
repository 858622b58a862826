#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "render/application.h"

namespace sparkgate::render {

/// The pods that one application would make.
struct Rendering {
  nlohmann::json driver;              // null: Spark makes none, as in client mode
  nlohmann::json executor;            // the first one
  std::vector<std::string> notes;     // what is approximate
  std::vector<std::string> mistakes;  // then there are no pods
};

/// Whether a document is a SparkApplication or ScheduledSparkApplication of any operator.
bool is_spark_application(const nlohmann::json& document);

/// The pods of a SparkApplication or ScheduledSparkApplication of the Kubeflow operator.
Rendering render_spark_application(const nlohmann::json& document, const Context& context);

/// The pods of `spark-submit ARGUMENTS`.
Rendering render_spark_submit(const std::vector<std::string>& arguments, const Context& context);

}  // namespace sparkgate::render
