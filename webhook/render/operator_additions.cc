#include "render/operator_additions.h"

#include <string>
#include <utility>

#include "render/fields.h"

namespace sparkgate::render {
namespace {

using nlohmann::json;

constexpr const char* kRoles[] = {"driver", "executor"};

/// Makes a member an object when nothing is there; what is of another type stays a mistake.
json& object_in(json& parent, const char* key) {
  json& member = parent[key];
  if (member.is_null()) member = json::object();
  return member;
}

void add_sizes(json& spec, const Fields& fields) {
  const Fields conf = fields.object("sparkConf");
  for (const char* role : kRoles) {
    const std::string prefix = std::string("spark.") + role;
    json& own = spec[role];
    const Fields given = fields.object(role);
    if (!conf.has(prefix + ".cores") && !given.has("cores")) own["cores"] = 1;
    if (!conf.has(prefix + ".memory") && !given.has("memory")) own["memory"] = "1g";
  }
}

/// Annotations, and the agent in the JVM's options.
void add_monitoring(json& spec, const Fields& fields) {
  const Fields monitoring = fields.object("monitoring");
  const Fields prometheus = monitoring.object("prometheus");
  if (!monitoring.has("prometheus")) return;
  const std::string given = prometheus.number("port");
  const std::string port = given.empty() ? "8090" : given;
  std::string config = prometheus.text("configFile");
  if (config.empty()) config = "/etc/metrics/conf/prometheus.yaml";
  const std::string agent =
      "-javaagent:" + prometheus.text("jmxExporterJar") + "=" + port + ":" + config;
  for (const char* role : kRoles) {
    const bool exposed = monitoring.is_true(
        role == std::string("driver") ? "exposeDriverMetrics" : "exposeExecutorMetrics");
    if (!exposed) continue;
    json& annotations = object_in(spec[role], "annotations");
    if (!annotations.is_object()) continue;
    annotations["prometheus.io/scrape"] = "true";
    annotations["prometheus.io/port"] = port;
    annotations["prometheus.io/path"] = "/metrics";
    const std::string options = fields.object(role).text("javaOptions");
    spec[role]["javaOptions"] = options.empty() ? agent : options + " " + agent;
  }
}

/// The name of what is set on every role: `annotations` or `labels`.
void add_to_roles(json& spec, const char* map, const std::string& key, const std::string& value) {
  for (const char* role : kRoles) {
    json& entries = object_in(spec[role], map);
    if (entries.is_object()) entries.emplace(key, value);
  }
}

void add_batch_scheduler(json& document, const Fields& fields, Account& account) {
  const Fields spec = fields.object("spec");
  const std::string scheduler = spec.text("batchScheduler");
  const std::string name = fields.object("metadata").text("name");
  const std::string queue = spec.object("batchSchedulerOptions").text("queue");
  json& changed = document["spec"];
  if (scheduler == "volcano") {
    const std::string group = "spark-" + name + "-pg";
    add_to_roles(changed, "annotations", "scheduling.k8s.io/group-name", group);
  } else if (scheduler == "yunikorn") {
    if (!queue.empty()) add_to_roles(changed, "labels", "queue", queue);
    for (const char* role : kRoles) {
      json& annotations = object_in(changed[role], "annotations");
      const std::string group = std::string("spark-") + role;
      if (annotations.is_object()) annotations["yunikorn.apache.org/task-group-name"] = group;
    }
    account.note(
        "batchScheduler yunikorn: the driver's annotation with its task groups is left "
        "out");
  } else if (scheduler == "kube-scheduler") {
    add_to_roles(changed, "labels", "scheduling.x-k8s.io/pod-group", name + "-pg");
  }
}

/// Whether the parts that are changed are objects.
bool is_whole(const json& document) {
  const auto spec = document.find("spec");
  if (spec == document.end() || !spec->is_object()) return false;
  for (const char* role : kRoles) {
    const auto found = spec->find(role);
    if (found == spec->end() || !found->is_object()) return false;
  }
  return true;
}

}  // namespace

json with_operator_additions(json document, Account& account) {
  if (!is_whole(document)) return document;  // told where it is read
  const json original = document;
  const Fields fields(original, "", account);
  const Fields spec = fields.object("spec");
  add_sizes(document["spec"], spec);
  add_monitoring(document["spec"], spec);
  add_batch_scheduler(document, fields, account);
  return document;
}

}  // namespace sparkgate::render
