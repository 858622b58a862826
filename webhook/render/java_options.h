#pragma once

#include <string>
#include <vector>

#include "render/application.h"

namespace sparkgate::render {

/// The JVM options of an executor: Spark's own, `spark.executor.extraJavaOptions`, and settings
/// that an executor needs before it reaches its driver.
/// Source: JavaModuleOptions, SparkContext, SparkConf.isExecutorStartupConf.
std::vector<std::string> java_options(const Application& app);

}  // namespace sparkgate::render
