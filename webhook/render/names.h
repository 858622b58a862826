#pragma once

#include <string>
#include <string_view>

#include "render/application.h"

namespace sparkgate::render {

/// What Spark makes up anew for each run is made of zeros here.
inline constexpr std::string_view kUniqueId = "0000000000000000";
inline constexpr std::string_view kNoUid = "00000000-0000-0000-0000-000000000000";
inline constexpr std::string_view kLocalDir =
    "/var/data/spark-00000000-0000-0000-0000-000000000000";

/// Not known before the driver runs.
inline constexpr std::string_view kDriverIp = "0.0.0.0";

/// `spark.app.id`, or what spark-submit makes up.
std::string app_id(const Conf& conf);

/// `spark.app.name` as the label spark-app-name has it.
std::string app_name_label(std::string_view app_name);

/// What names of the driver's objects begin with: `spark-pi-0000000000000000`.
std::string resource_prefix(const Conf& conf);

/// `spark.kubernetes.namespace`.
std::string namespace_of(const Conf& conf);

std::string driver_pod_name(const Conf& conf);
std::string executor_pod_name(const Conf& conf);

/// The driver's headless Service, as executors call it.
std::string driver_host(const Conf& conf);

/// Who runs Spark, where nobody is known: the user of Spark's images; `--proxy-user` otherwise.
std::string user_of(const Application& app);

/// `{{APP_ID}}` and `{{EXECUTOR_ID}}` replaced.
std::string with_ids(std::string text, const Conf& conf, std::string_view executor_id);

}  // namespace sparkgate::render
