#include "policyfile/template_file.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "policyfile/read_values.h"
#include "policyfile/template_containers.h"

// Source of what Spark ignores: "Pod template properties" of running-on-kubernetes.md,
// Basic{Driver,Executor}FeatureStep, LocalDirsFeatureStep, and pods recorded with templates.

namespace sparkgate::policyfile {
namespace {

using decision::Role;
using std::string_view;

/// On every driver and executor; a template's own are written over. (`spark-app-name` and
/// `spark-version` since 3.3, `spark-exec-resourceprofile-id` since 3.1.)
constexpr std::array<string_view, 6> kSparkLabels = {
    "spark-app-selector", "spark-role",    "spark-exec-id", "spark-exec-resourceprofile-id",
    "spark-app-name",     "spark-version",
};

template <std::size_t N>
bool one_of(string_view name, const std::array<string_view, N>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void leave_out(const Member& member, const std::string& path, Source& source) {
  source.tell(Code::set_by_spark, member.at,
              path + member.name + " is left out: Spark sets it itself");
}

Node without_spark_labels(const Node& labels, Source& source) {
  Node result = labels;
  std::erase_if(result.members, [&](const Member& label) {
    const bool spark = one_of(label.name, kSparkLabels);
    if (spark) leave_out(label, "metadata.labels.", source);
    return spark;
  });
  return result;
}

Node metadata(const Node& node, Source& source) {
  constexpr std::array<string_view, 3> kSparks = {"name", "namespace", "generateName"};
  Node result = node;
  result.members.clear();
  for (const Member& member : node.members) {
    if (one_of(member.name, kSparks)) {
      leave_out(member, "metadata.", source);
    } else if (member.name == "labels") {
      result.members.push_back(
          {member.name, member.at, without_spark_labels(member.value, source)});
    } else if (member.name != "creationTimestamp" || !member.value.is_null()) {
      result.members.push_back(member);  // null: what kubectl and others write into every template
    }
  }
  return result;
}

/// Spark's executors take the account from this old name of the field only, the API server from the
/// new one.
void service_account(const Member& member, const Node& spec, Node& result, Source& source) {
  if (spec.find("serviceAccountName")) {
    source.tell(Code::set_by_spark, member.at,
                "spec.serviceAccount is left out: serviceAccountName is there, too");
    return;
  }
  source.tell(Code::template_reading, member.at,
              "spec.serviceAccount is read as serviceAccountName, its new name");
  result.members.push_back({"serviceAccountName", member.at, member.value});
}

/// Spark looks for volumes called so when it builds a pod, and sets SPARK_LOCAL_DIRS by them: a
/// pod that is admitted has chosen already. `spark-local-dir-1` is the one that it makes by itself.
void note_local_dirs(const Node& volumes, Source& source) {
  for (const Node& volume : volumes.items) {
    const std::string name = text(volume.find("name"));
    if (!name.starts_with("spark-local-dir-") || name == "spark-local-dir-1") continue;
    source.tell(Code::template_reading, volume.at,
                "the volume '" + name +
                    "' is no scratch space of Spark here: SPARK_LOCAL_DIRS is set "
                    "before; override the source of 'spark-local-dir-1'");
  }
}

/// A mount whose volume the template does not bring, as in templates that count on volumes of EMR.
void note_foreign_volumes(const Node& spec, Source& source) {
  const std::vector<Node>& volumes = items(spec.find("volumes"));
  for (const char* list : {"initContainers", "containers"}) {
    for (const Node& container : items(spec.find(list))) {
      for (const Node& mount : items(container.find("volumeMounts"))) {
        const std::string name = text(mount.find("name"));
        const bool known = std::any_of(volumes.begin(), volumes.end(), [&](const Node& volume) {
          return text(volume.find("name")) == name;
        });
        if (name.empty() || known) continue;
        source.tell(Code::template_reading, mount.at,
                    "the volume '" + name + "' is not in this template: the pod has to bring it");
      }
    }
  }
}

/// What Spark writes over on executors only.
bool is_executors_own(const Member& member, Role role, Source& source) {
  if (role == Role::driver) return false;
  const std::string who = role == Role::none ? " on executors" : "";
  if (member.name == "hostname") {
    source.tell(Code::set_by_spark, member.at,
                "spec.hostname is left out: Spark sets it itself" + who);
    return true;
  }
  if (member.name == "terminationGracePeriodSeconds") {
    source.tell(Code::template_reading, member.at,
                "spec.terminationGracePeriodSeconds counts here; Spark 4.1 and later would not "
                "read it from an executor's template");
  }
  return false;
}

Node pod_spec(const Node& spec, Role role, Source& source) {
  Node result = spec;
  result.members.clear();
  for (const Member& member : spec.members) {
    if (member.name == "restartPolicy") {
      leave_out(member, "spec.", source);
    } else if (member.name == "serviceAccount") {
      service_account(member, spec, result, source);
    } else if (member.name == "containers") {
      result.members.push_back(
          {member.name, member.at, read_template_containers(member.value, source)});
    } else if (!is_executors_own(member, role, source)) {
      if (member.name == "initContainers") {
        note_containers_without_image(member.value, nullptr, source);
      }
      if (member.name == "volumes") note_local_dirs(member.value, source);
      result.members.push_back(member);
    }
  }
  note_foreign_volumes(spec, source);
  return result;
}

}  // namespace

Node read_template_file(const Node& document, Role role, Source& source) {
  const Node* inner =
      text(document.find("kind")) == "PodTemplate" ? document.find("template") : &document;
  Node result;
  result.kind = Node::Kind::map;
  result.at = document.at;
  if (!inner) {
    source.tell(Code::missing_key, document.at, "'template' is missing in a PodTemplate");
    return result;
  }
  for (const Member& member : inner->members) {
    if (member.name == "apiVersion" || member.name == "kind" || member.name == "status") continue;
    if (member.name == "metadata") {
      result.members.push_back({member.name, member.at, metadata(member.value, source)});
    } else if (member.name == "spec") {
      result.members.push_back({member.name, member.at, pod_spec(member.value, role, source)});
    } else {
      result.members.push_back(member);  // unknown: check_pod says so
    }
  }
  return result;
}

}  // namespace sparkgate::policyfile
