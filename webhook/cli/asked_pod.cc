#include "cli/asked_pod.h"

#include "base/today.h"

namespace sparkgate::cli {

Reading::Reading(const nlohmann::json& json)
    : text(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) +
           std::string(admission::kPadding, ' ')),
      review(reader.read({text.data(), text.size() - admission::kPadding})) {
  if (review) review->request.today = today();
}

void describe(const decision::Request& request, const decision::SparkPod& spark, AskedPod& pod) {
  pod.namespace_name = request.namespace_name;
  pod.name = request.name;
  if (spark.role == decision::Role::none) return;
  pod.role = name_of(spark.role);
  pod.launcher = name_of(spark.launcher);
  pod.spark_container = spark.container_name;
}

}  // namespace sparkgate::cli
