#include "policyfile/protected_fields.h"

#include <algorithm>
#include <array>

#include "decision/evidence.h"
#include "decision/never_touched.h"
#include "policyfile/read_values.h"

namespace sparkgate::policyfile {
namespace {

using decision::Strength;
using std::string_view;

struct Reserved {
  string_view name;
  string_view why;
};

constexpr std::array<Reserved, 7> kPodFields = {{
    {"priority", "the API server computes it from priorityClassName and refuses another"},
    {"preemptionPolicy", "the API server computes it from priorityClassName and refuses another"},
    {"serviceAccount", "it is the old name of serviceAccountName; write that"},
    {"ephemeralContainers", "a new pod has none"},
    {"nodeName", "it would bypass the scheduler; use affinity or nodeSelector"},
    {"restartPolicy", "Spark decides how its pods are started again"},
    {"resources", "Spark sizes its containers one by one; set theirs"},
}};

constexpr std::array<Reserved, 5> kLabelPrefixes = {{
    {"spark-", "Spark finds its pods by it"},
    {"sparkoperator.k8s.io/", "the Spark Operator finds its pods by it"},
    {"spark.operator/", "the Spark Operator finds its pods by it"},
    {"emr-containers.amazonaws.com/", "EMR finds its pods by it"},
    {"sparkgate.dev/", "it is ours"},
}};

void metadata(const Node* node, Source& source) {
  for (const Member& member : members(node)) {
    if (member.name == "labels" || member.name == "annotations") continue;
    source.tell(
        Code::protected_field, member.at,
        "metadata." + member.name + " cannot be set: a template gives labels and annotations");
  }
  for (const Member& label : members(node ? node->find("labels") : nullptr)) {
    for (const Reserved& reserved : kLabelPrefixes) {
      if (!label.name.starts_with(reserved.name)) continue;
      source.tell(Code::protected_field, label.at,
                  "the label '" + label.name + "' cannot be set: " + std::string(reserved.why));
    }
  }
  for (const Member& one : members(node ? node->find("annotations") : nullptr)) {
    if (one.name.starts_with("sparkgate.dev/")) {
      source.tell(Code::protected_field, one.at,
                  "the annotation '" + one.name + "' cannot be set: it is ours");
    }
  }
}

void environment(const Node* env, Strength strength, Source& source) {
  for (const Node& variable : items(env)) {
    check_variable(text(variable.find("name")), variable.at, strength, source);
  }
}

void requests(const Node* resources, Strength strength, Source& source) {
  if (strength == Strength::fill) return;
  for (const Member& member : members(resources ? resources->find("requests") : nullptr)) {
    if (member.name != "cpu" && member.name != "memory") continue;
    source.tell(Code::protected_field, member.at,
                "the Spark container's " + member.name +
                    " request cannot be overridden: Spark has sized its JVM by it");
  }
}

void spark_container(const Node& container, Strength strength, Source& source) {
  for (const Member& member : container.members) {
    if (member.name == "args" || member.name == "command") {
      source.tell(Code::protected_field, member.at,
                  member.name +
                      " of the Spark container cannot be set: it is how "
                      "Spark is started");
    }
  }
  environment(container.find("env"), strength, source);
  requests(container.find("resources"), strength, source);
}

/// Volumes that are made for `secrets` come and go with their mounts.
void secret_volumes(const Node* list, Source& source) {
  for (const Node& one : items(list)) {
    const std::string name = text(one.find("name"));
    if (!name.starts_with(kSecretVolumePrefix)) continue;
    source.tell(Code::protected_field, one.at,
                "the volume '" + name + "' is ours: name it otherwise, or use 'secrets'");
  }
}

/// A side-car that is started as Spark is would be taken for the Spark container from then on.
void side_car(const Node& container, Source& source) {
  simdjson::dom::parser parser;
  const std::string text = to_json(container).dump();
  simdjson::dom::element parsed;
  if (parser.parse(text).get(parsed) != simdjson::SUCCESS) return;
  if (!decision::made_by_spark(decision::View(parsed))) return;
  source.tell(Code::protected_field, container.at,
              "args or env of this container are those of the Spark container, which "
              "it would be taken for");
}

void pod_spec(const Node& spec, Strength strength, Source& source) {
  for (const Member& member : spec.members) {
    for (const Reserved& reserved : kPodFields) {
      if (member.name != reserved.name) continue;
      source.tell(Code::protected_field, member.at,
                  "spec." + member.name + " cannot be set: " + std::string(reserved.why));
    }
  }
  for (const Node& volume : items(spec.find("volumes"))) {
    const std::string name = text(volume.find("name"));
    if (!decision::is_spark_volume(name)) continue;
    source.tell(Code::protected_field, volume.at,
                "the volume '" + name + "' is Spark's own and cannot be set");
  }
  secret_volumes(spec.find("volumes"), source);
  for (const char* list : {"initContainers", "containers"}) {
    for (const Node& container : items(spec.find(list))) {
      secret_volumes(container.find("volumeMounts"), source);
    }
  }
  const Node* first = nullptr;
  for (const Node& container : items(spec.find("containers"))) {
    if (!is_spark_container(container)) {
      side_car(container, source);
      continue;
    }
    if (first) {
      source.tell(
          Code::duplicate_name, container.at,
          "a second Spark container; the first is in line " + std::to_string(first->at.line));
    }
    first = first ? first : &container;
    spark_container(container, strength, source);
  }
  for (const Node& container : items(spec.find("initContainers"))) {
    if (text(container.find("name")) == "$spark") {
      source.tell(Code::protected_field, container.at, "$spark is no init container");
    }
  }
}

}  // namespace

bool is_spark_container(const Node& container) {
  const std::string name = text(container.find("name"));
  return name == "$spark" || name == "spark-kubernetes-driver" ||
         name == "spark-kubernetes-executor";
}

void check_variable(const std::string& name, Position at, Strength strength, Source& source) {
  const bool spark = name.starts_with("SPARK_") || name.starts_with("_SPARK_");
  if (!decision::is_spark_env(name) && !(spark && strength == Strength::win)) return;
  source.tell(Code::protected_field, at,
              "the variable " + name + " of the Spark container is Spark's own and cannot be set");
}

void check_protected_fields(const Node& pod_template, Strength strength, Source& source) {
  metadata(pod_template.find("metadata"), source);
  if (const Node* spec = pod_template.find("spec")) pod_spec(*spec, strength, source);
}

}  // namespace sparkgate::policyfile
