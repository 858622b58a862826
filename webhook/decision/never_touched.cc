#include "decision/never_touched.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace sparkgate::decision {
namespace {

constexpr std::array<std::string_view, 16> kSparkEnv = {"SPARK_USER",
                                                        "SPARK_APPLICATION_ID",
                                                        "SPARK_DRIVER_BIND_ADDRESS",
                                                        "SPARK_LOCAL_DIRS",
                                                        "SPARK_CONF_DIR",
                                                        "SPARK_DRIVER_URL",
                                                        "SPARK_EXECUTOR_CORES",
                                                        "SPARK_EXECUTOR_MEMORY",
                                                        "SPARK_EXECUTOR_ID",
                                                        "SPARK_RESOURCE_PROFILE_ID",
                                                        "SPARK_CLASSPATH",
                                                        "SPARK_DRIVER_POD_IP",
                                                        "SPARK_EXECUTOR_POD_IP",
                                                        "SPARK_EXECUTOR_POD_NAME",
                                                        "SPARK_EXECUTOR_ATTRIBUTE_APP_ID",
                                                        "SPARK_EXECUTOR_ATTRIBUTE_EXECUTOR_ID"};

constexpr std::array<std::string_view, 9> kSparkVolumes = {"spark-conf-volume-driver",
                                                           "spark-conf-volume-exec",
                                                           "spark-conf-volume",
                                                           "pod-template-volume",
                                                           "hadoop-properties",
                                                           "hadoop-secret",
                                                           "krb5-file",
                                                           "kerberos-keytab",
                                                           "kubernetes-credentials"};

Edit* spark_container_of(Edit& pod_template) {
  Edit* spec = pod_template.find("spec");
  Edit* containers = spec ? spec->find("containers") : nullptr;
  if (!containers) return nullptr;
  for (Edit& container : containers->children) {
    if (container.is_spark_container) return &container;
  }
  return nullptr;
}

/// Drops the members or items of `parent` for which `why` gives a reason.
template <class Why>
void drop(Edit& parent, std::vector<LeftOut>& left_out, Why why) {
  std::erase_if(parent.children, [&](const Edit& child) {
    std::string reason = why(child);
    if (reason.empty()) return false;
    left_out.push_back({child.origin, std::move(reason)});
    return true;
  });
}

/// `env: []` and `requests: {}` would be stored as nothing, and asked for again.
void drop_if_empty(Edit& parent, std::string_view name) {
  std::erase_if(parent.children, [&](const Edit& child) {
    return child.name == name && child.children.empty() && !child.order;
  });
}

/// The same as `drop` for what the member called `name` holds.
template <class Why>
void drop_in(Edit& parent, std::string_view name, std::vector<LeftOut>& left_out, Why why) {
  Edit* member = parent.find(name);
  if (!member) return;
  drop(*member, left_out, why);
  drop_if_empty(parent, name);
}

/// Spark's own variables, mounts and ports stand beside ours.
bool is_shared(std::string_view member) {
  return member == "env" || member == "envFrom" || member == "volumeMounts" || member == "ports" ||
         member == "resources" || member == "requests";
}

std::string why_not_member(const Edit& member) {
  if (member.verb != Verb::merge && is_shared(member.name)) {
    return "not all in " + member.name + " of the Spark container is the policy's";
  }
  if (member.name != "args" && member.name != "command") return {};
  return member.name + " of the Spark container is how Spark is started";
}

std::string why_not_container(const Edit& container) {
  if (!container.is_spark_container || container.verb != Verb::remove) return {};
  return "the Spark container cannot be taken out";
}

std::string why_not_variable(const Edit& variable) {
  const bool spark = variable.name.starts_with("SPARK_") || variable.name.starts_with("_SPARK_");
  if (!is_spark_env(variable.name) && !(spark && variable.strength == Strength::win)) return {};
  return "the variable " + variable.name + " of the Spark container is Spark's own";
}

/// What reaches a driver, and executors, does so by the ports that Spark gave them.
std::string why_not_port(const Edit& port) {
  if (port.verb != Verb::remove) return {};
  return "port " + port.keys.front().second.dump() + " of the Spark container is Spark's own";
}

std::string why_not_request(const Edit& request) {
  const bool sized = request.name == "cpu" || request.name == "memory";
  if (!sized || request.strength == Strength::fill) return {};
  return "the Spark container's " + request.name + " request: Spark has sized its JVM by it";
}

/// What executors, user interfaces and ingresses reach a driver by, Spark's Service or a hand-made
/// one.
void keep_addresses(Edit& pod_template, Edit* container) {
  // Labels from a Spark conf and from a template look the same in a pod: all are kept.
  Edit* metadata = pod_template.find("metadata");
  if (Edit* labels = metadata ? metadata->find("labels") : nullptr) {
    for (Edit& label : labels->children) label.keeps = "the driver's Service selects on its labels";
  }
  Edit* spec = pod_template.find("spec");
  for (const char* name : {"hostname", "subdomain"}) {
    Edit* address = spec ? spec->find(name) : nullptr;
    if (address) address->keeps = "a headless Service finds the driver by it";
  }
  Edit* ports = container ? container->find("ports") : nullptr;
  if (!ports) return;
  for (Edit& port : ports->children) {
    if (Edit* name = port.find("name")) name->keeps = "Services find the driver's port by it";
  }
}

}  // namespace

bool is_spark_env(std::string_view name) {
  return std::find(kSparkEnv.begin(), kSparkEnv.end(), name) != kSparkEnv.end() ||
         name == "_SPARK_AUTH_SECRET" || name.starts_with("SPARK_JAVA_OPT_");
}

bool is_spark_volume(std::string_view name) {
  return std::find(kSparkVolumes.begin(), kSparkVolumes.end(), name) != kSparkVolumes.end();
}

void drop_never_touched(Edit& pod_template, std::vector<LeftOut>& left_out) {
  if (Edit* spec = pod_template.find("spec")) {
    drop_in(*spec, "containers", left_out, why_not_container);
  }
  Edit* container = spark_container_of(pod_template);
  if (!container) return;
  container->retained = nullptr;  // the loader refuses it where it can see whose container it is
  drop(*container, left_out, why_not_member);
  drop_in(*container, "env", left_out, why_not_variable);
  drop_in(*container, "ports", left_out, why_not_port);
  Edit* resources = container->find("resources");
  if (!resources) return;
  resources->retained = nullptr;
  drop(*resources, left_out, why_not_member);
  drop_in(*resources, "requests", left_out, why_not_request);
  drop_if_empty(*container, "resources");
}

void mark_kept(Edit& pod_template, Role role) {
  Edit* container = spark_container_of(pod_template);
  if (role == Role::driver) {
    keep_addresses(pod_template, container);
  } else if (container) {
    Edit* lifecycle = container->find("lifecycle");
    const bool gives_up = lifecycle && (lifecycle->verb != Verb::merge || lifecycle->retained);
    Edit* pre_stop = lifecycle ? lifecycle->find("preStop") : nullptr;
    if (gives_up) lifecycle->keeps = "Spark ends executors with the hook that is there";
    if (pre_stop) pre_stop->keeps = "Spark ends executors with the hook that is there";
  }
}

bool is_kept(const Edit& edit, View here) {
  return !edit.keeps.empty() && here.present() &&
         (edit.name != "lifecycle" || here["preStop"].present());
}

}  // namespace sparkgate::decision
