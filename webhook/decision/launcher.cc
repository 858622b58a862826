#include "decision/launcher.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "decision/evidence.h"

namespace sparkgate::decision {
namespace {

using std::string_view;

/// A label that only one launcher puts on its pods.
struct Mark {
  string_view label;
  string_view value;  // a prefix; empty: any value
  Launcher launcher;
};

/// The first that fits decides: a tool that works through another one is named by the pod's maker
/// (Airflow's SparkKubernetesOperator makes pods of the Spark Operator).
constexpr std::array<Mark, 12> kMarks = {{
    {"sparkoperator.k8s.io/launched-by-spark-operator", "", Launcher::spark_operator},
    {"sparkoperator.k8s.io/app-name", "", Launcher::spark_operator},
    {"sparkoperator.k8s.io/connect-name", "", Launcher::spark_operator},
    {"spark.operator/spark-app-name", "", Launcher::apache_spark_operator},
    {"spark.operator/name", "", Launcher::apache_spark_operator},
    {"emr-containers.amazonaws.com/job.id", "", Launcher::emr_on_eks},
    {"emr-containers.amazonaws.com/virtual-cluster-id", "", Launcher::emr_on_eks},
    {"kyuubi-unique-tag", "", Launcher::kyuubi},
    {"app", "enterprise-gateway", Launcher::enterprise_gateway},
    {"app.kubernetes.io/managed-by", "spark.stackable.tech", Launcher::stackable},
    {"kubernetes_pod_operator", "", Launcher::airflow},
    {"dag_id", "", Launcher::airflow},
}};

/// `livy-batch-7-ys59xopb`, `livy-session-12-…`: Livy 0.8 and later, drivers and executors.
bool is_livy_tag(string_view tag) {
  for (const string_view kind : {"livy-batch-", "livy-session-"}) {
    if (!tag.starts_with(kind)) continue;
    const string_view rest = tag.substr(kind.size());
    const auto digits = rest.find_first_not_of("0123456789");
    return digits != 0 && digits != string_view::npos && rest[digits] == '-';
  }
  return false;
}

bool has_argument(View container, string_view text, bool as_prefix) {
  for (const View argument : container["args"].items()) {
    const string_view word = argument.text();
    if (as_prefix ? word.starts_with(text) : word == text) return true;
  }
  return false;
}

string_view value_of(View container, string_view variable) {
  for (const View entry : container["env"].items()) {
    if (entry["name"].text() == variable) return entry["value"].text();
  }
  return {};
}

/// `spark://CoarseGrainedScheduler@HOST:PORT` -> HOST
string_view driver_host(string_view url) {
  const std::size_t at = url.find('@');
  if (at == string_view::npos) return {};
  const string_view address = url.substr(at + 1);
  return address.substr(0, address.rfind(':'));
}

bool is_ip_address(string_view host) {
  return !host.empty() &&
         (std::isdigit(static_cast<unsigned char>(host.front())) != 0 || host.front() == '[');
}

/// A cluster-mode executor has its driver as owner, finds it by the Service that Spark made (or by
/// the pod's address: Spark 4.1 and later), and knows the block manager's port because Spark's
/// cluster mode fixes it.
bool is_cluster_mode_executor(View pod, View container) {
  if (pod["metadata"]["ownerReferences"].size() == 0) return false;
  const string_view host = driver_host(value_of(container, "SPARK_DRIVER_URL"));
  const bool spark_service =
      host.ends_with(".svc") && host.find("-driver-svc.") != string_view::npos;
  if (!spark_service && !is_ip_address(host)) return false;
  for (const View variable : container["env"].items()) {
    if (variable["name"].text().starts_with("SPARK_JAVA_OPT_") &&
        variable["value"].text().starts_with("-Dspark.driver.blockManager.port=")) {
      return true;
    }
  }
  return false;
}

/// The image's entrypoint is told `driver … --properties-file …`; 2.x had roles by language.
bool is_cluster_mode_driver(View container) {
  const string_view first = container["args"].at(0).text();
  return (first == "driver" || first == "driver-py" || first == "driver-r") &&
         has_argument(container, "--properties-file", false);
}

Launcher by_container(View pod, View container, const SparkPod& spark) {
  if (has_argument(container, "org.apache.livy.", true)) return Launcher::livy;
  if (has_argument(container, "org.apache.kyuubi.", true)) return Launcher::kyuubi;
  if (spark.role == Role::executor) {
    if (pod["metadata"]["labels"]["spark-app-name"].text().starts_with("kyuubi-")) {
      return Launcher::kyuubi;
    }
    if (!made_by_spark(container)) return Launcher::unknown;
    return is_cluster_mode_executor(pod, container) ? Launcher::spark_submit
                                                    : Launcher::client_mode;
  }
  if (is_cluster_mode_driver(container)) return Launcher::spark_submit;
  const bool hand_made = made_by_spark(container) || runs_spark(container);
  return hand_made ? Launcher::client_mode : Launcher::unknown;
}

}  // namespace

Launcher launcher_of(View pod, const SparkPod& spark) {
  const View labels = pod["metadata"]["labels"];
  for (const Mark& mark : kMarks) {
    const View value = labels[mark.label];
    if (value.present() && value.text().starts_with(mark.value)) return mark.launcher;
  }
  if (is_livy_tag(labels["spark-app-tag"].text())) return Launcher::livy;
  if (spark.container < 0) return Launcher::unknown;
  return by_container(pod, pod["spec"]["containers"].at(static_cast<std::size_t>(spark.container)),
                      spark);
}

}  // namespace sparkgate::decision
