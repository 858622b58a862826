#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "admission/review.h"
#include "decision/recognise.h"

namespace sparkgate::cli {

/// One object of an input file: what every command that looks at pods tells about it.
struct AskedPod {
  std::string source;
  int document = 1;
  std::string error;  // when the input is broken; all else is empty then

  std::vector<std::string> notes;  // what is approximate, when the pod was rendered

  std::string namespace_name, name;
  std::string role, launcher, spark_container;  // empty for a pod that is not Spark's
};

/// A review written and read again, as the server would read it.
struct Reading {
  explicit Reading(const nlohmann::json& json);

  std::string text;
  admission::ReviewReader reader;
  Result<admission::Review> review;  // views into `text`
};

/// Takes down what the request says and what its pod is to Spark.
void describe(const decision::Request& request, const decision::SparkPod& spark, AskedPod& pod);

}  // namespace sparkgate::cli
