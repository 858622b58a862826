#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "render/application.h"
#include "render/pod.h"

namespace sparkgate::render {

/// Reads the pod template that `spark.kubernetes.ROLE.podTemplateFile` names: its first document.
/// Null without one, and when it cannot be read, which is a mistake.
nlohmann::json read_template(const Conf& conf, const std::string& role, const Context& context,
                             Account& account);

/// A template (null: none) as Spark begins with it: the container that
/// `spark.kubernetes.ROLE.podTemplateContainerName` names, or the first, is Spark's.
/// Source: KubernetesUtils.selectSparkContainer.
SparkPod from_template(const nlohmann::json& pod_template, const Conf& conf,
                       const std::string& role, Account& account);

}  // namespace sparkgate::render
