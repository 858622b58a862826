#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "render/account.h"

namespace sparkgate::render {

/// A pod under way, as Spark's steps hand it on: the Spark container apart from the others.
struct SparkPod {
  nlohmann::json pod;        // with metadata and spec; spec.containers has the side-cars
  nlohmann::json container;  // Spark's own
};

/// Adds an item to the list `key` of an object, which is made when it is not there.
void append(nlohmann::json& object, const char* key, nlohmann::json item);

/// Adds a variable to the Spark container.
void append_env(SparkPod& pod, std::string_view name, std::string_view value);

/// Adds a variable that takes a field of the pod.
void append_env_of_field(SparkPod& pod, std::string_view name, std::string_view field);

/// Adds a volume of a source, and its mount in the Spark container.
void append_volume(SparkPod& pod, std::string_view name, nlohmann::json source,
                   std::string_view path);

/// The amount as the API server stores it (`1536Mi`: `1536Mi`, `1.5`: `1500m`); what is none is a
/// mistake that names `key`.
std::string amount(std::string_view key, std::string_view text, Account& account);

/// `spec.containers` whole: side-cars, then Spark's container. Source: KubernetesClientApplication,
/// ExecutorPodsAllocator.
nlohmann::json finished(SparkPod pod);

}  // namespace sparkgate::render
