#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "render/conf.h"
#include "render/version.h"

namespace sparkgate::render {

/// What the main resource is written in: all but JVM ones get more memory overhead.
enum class Language { jvm, python, r };

/// One run of Spark on Kubernetes, as spark-submit knows it before it makes the driver pod.
struct Application {
  Conf conf;
  Version version;
  bool cluster_mode = true;
  Language language = Language::jvm;
  std::string main_class;
  std::string resource;  // spark-internal: the class is in the image
  std::vector<std::string> arguments;
  std::string proxy_user;

  /// Pod templates; null without one. An operator has its own in memory, no file.
  nlohmann::json driver_template, executor_template;
};

/// What is not in the text that is rendered.
struct Context {
  /// The content of a file, named as the user named it.
  std::function<Result<std::string>(const std::string&)> read_file;
  /// The version of Spark that makes the pods; none: read from the application.
  std::optional<Version> version;
  /// Used where the application names no namespace.
  std::string namespace_name = "default";
};

}  // namespace sparkgate::render
