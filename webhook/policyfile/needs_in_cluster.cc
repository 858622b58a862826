#include "policyfile/needs_in_cluster.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

namespace sparkgate::policyfile {
namespace {

using decision::Fragment;
using decision::Origin;

/// A place in a pod template that names an object; `[]` is any item of a list.
struct Naming {
  std::string_view path;
  std::size_t kind;  // of kKinds
};

constexpr std::array<std::string_view, 7> kKinds = {
    "PriorityClass", "scheduler", "RuntimeClass",         "ServiceAccount",
    "Secret",        "ConfigMap", "PersistentVolumeClaim"};
constexpr Naming kNamings[] = {
    {"spec.priorityClassName", 0},
    {"spec.schedulerName", 1},
    {"spec.runtimeClassName", 2},
    {"spec.serviceAccountName", 3},
    {"spec.imagePullSecrets.[].name", 4},
    {"spec.volumes.[].secret.secretName", 4},
    {"spec.volumes.[].projected.sources.[].secret.name", 4},
    {"spec.containers.[].env.[].valueFrom.secretKeyRef.name", 4},
    {"spec.containers.[].envFrom.[].secretRef.name", 4},
    {"spec.initContainers.[].env.[].valueFrom.secretKeyRef.name", 4},
    {"spec.initContainers.[].envFrom.[].secretRef.name", 4},
    {"spec.volumes.[].configMap.name", 5},
    {"spec.volumes.[].projected.sources.[].configMap.name", 5},
    {"spec.containers.[].env.[].valueFrom.configMapKeyRef.name", 5},
    {"spec.containers.[].envFrom.[].configMapRef.name", 5},
    {"spec.initContainers.[].env.[].valueFrom.configMapKeyRef.name", 5},
    {"spec.initContainers.[].envFrom.[].configMapRef.name", 5},
    {"spec.volumes.[].persistentVolumeClaim.claimName", 6},
};
constexpr std::array<std::string_view, 4> kEverywhere = {
    "system-cluster-critical", "system-node-critical", "default-scheduler", "default"};

class Needs {
 public:
  void look(const std::optional<Fragment>& pod_template) {
    if (pod_template) look(*pod_template);
  }

  void look(const Fragment& pod_template) {
    for (const Naming& naming : kNamings) look(pod_template, naming.path, naming.kind);
  }

  /// By kind and name, where the name stands first.
  const std::map<std::pair<std::size_t, std::string>, const Origin*>& found() const {
    return found_;
  }

 private:
  void look(const Fragment& at, std::string_view path, std::size_t kind) {
    if (const Fragment* optional = at.find("optional"); optional && optional->scalar == true) {
      return;
    }
    if (path.starts_with("[]")) {
      for (const Fragment& item : at.items) look(item, path.substr(3), kind);
      return;
    }
    const std::size_t dot = path.find('.');
    const Fragment* member = at.find(path.substr(0, dot));
    if (!member) return;
    if (dot != std::string_view::npos) return look(*member, path.substr(dot + 1), kind);
    if (member->scalar.is_string()) add(kind, member->scalar.get<std::string>(), member->origin);
  }

  void add(std::size_t kind, const std::string& name, const Origin& origin) {
    if (std::find(kEverywhere.begin(), kEverywhere.end(), name) != kEverywhere.end()) return;
    const auto place = [](const Origin& one) { return std::tie(one.file, one.line, one.column); };
    const Origin*& first = found_[{kind, name}];
    if (!first || place(origin) < place(*first)) first = &origin;
  }

  std::map<std::pair<std::size_t, std::string>, const Origin*> found_;
};

}  // namespace

void note_needs_in_cluster(const std::vector<PolicyFile>& files, const decision::Policies& policies,
                           std::vector<Issue>& issues) {
  Needs needs;
  for (const auto& policy : policies) {
    for (const decision::Templates* templates : {&policy->defaults, &policy->overrides}) {
      for (const auto* one : {&templates->both, &templates->driver, &templates->executor}) {
        needs.look(*one);
      }
    }
    for (const decision::Secret& secret : policy->secrets) needs.look(secret.pod_template);
  }
  for (const auto& [need, first] : needs.found()) {
    const auto file = std::find_if(files.begin(), files.end(), [at = first](const PolicyFile& one) {
      return one.name == at->file;
    });
    Source(file->path, file->text, issues)
        .tell(Code::needs_in_cluster, {first->line, first->column},
              std::string(kKinds[need.first]) + " " + need.second + " has to be in the cluster");
  }
}

}  // namespace sparkgate::policyfile
