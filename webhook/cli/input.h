#pragma once

#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace sparkgate::cli {

/// What the flags say about a request that a file does not.
struct RequestFlags {
  std::string namespace_name;
  std::string user;
  std::vector<std::string> groups;
  std::string service_account;  // NAMESPACE:NAME, as the caller
  std::string operation;
  std::string spark_version;  // of SparkApplications and spark-submit; empty: what they say
};

/// One object of an input file, as the AdmissionReview that would ask about it.
struct Input {
  std::string source;     // the file
  int document = 1;       // which object of the file, from 1
  nlohmann::json review;  // null when there is an error
  std::string error;
  std::vector<std::string> notes;  // what is approximate in a pod that was rendered
  std::optional<std::chrono::sys_days> today = std::nullopt;  // when it is asked; none: today
};

/// Reads a file ("-": stdin) of Pods, Lists, AdmissionReviews and SparkApplications, YAML or JSON,
/// several documents. A SparkApplication becomes its driver and its executor. What is broken
/// becomes an Input with an error; reading goes on.
std::vector<Input> read_input(const std::string& path, const RequestFlags& flags);

/// The review that asks about a pod, with what the flags say.
nlohmann::json review_of_pod(nlohmann::json pod, const RequestFlags& flags);

/// A recorded review with what the flags say instead.
nlohmann::json review_with_flags(nlohmann::json review, const RequestFlags& flags);

}  // namespace sparkgate::cli
