#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace sparkgate::decision {

/// What a pod is to Spark.
enum class Role { none, driver, executor };

/// Who made the pod, as far as the pod tells: for matching, metrics and messages, never for trust.
enum class Launcher {
  unknown,
  spark_submit,
  spark_operator,
  apache_spark_operator,
  emr_on_eks,
  livy,
  kyuubi,
  airflow,
  enterprise_gateway,
  stackable,
  client_mode,
};

inline constexpr std::array<std::string_view, 11> kLauncherNames = {
    "unknown",    "spark-submit", "spark-operator", "apache-spark-operator", "emr-on-eks",
    "livy",       "kyuubi",       "airflow",        "enterprise-gateway",    "stackable",
    "client-mode"};

inline constexpr std::array<std::string_view, 3> kRoleNames = {"none", "driver", "executor"};

constexpr std::string_view name_of(Launcher launcher) {
  return kLauncherNames[static_cast<std::size_t>(launcher)];
}
constexpr std::string_view name_of(Role role) {
  return kRoleNames[static_cast<std::size_t>(role)];
}

/// How sure we are that the pod is Spark's.
enum class Evidence {
  none,
  label,   // `spark-role`, or our own opt-in label
  command  // only its command line or env tell; counts where a policy says `recognise.clientMode`
};

/// The labels that say it.
inline constexpr std::string_view kRoleLabel = "spark-role";
inline constexpr std::string_view kOptInLabel = "sparkgate.dev/role";
inline constexpr std::string_view kApplicationLabel = "spark-app-selector";

}  // namespace sparkgate::decision
