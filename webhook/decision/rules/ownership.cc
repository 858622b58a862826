#include "decision/rules/ownership.h"

#include <string>
#include <utility>

#include "decision/creator.h"

namespace sparkgate::decision {
namespace {

/// Kubernetes' controllers, each an account; without accounts of their own they are one user.
constexpr std::string_view kControllers = "system:serviceaccount:kube-system:";
constexpr std::string_view kAllControllers = "system:kube-controller-manager";

/// The garbage collector orphans what a deletion leaves behind, and the controllers of StatefulSets
/// and ReplicaSets release pods.
bool is_controller_of_kubernetes(std::string_view username) {
  return username.starts_with(kControllers) || username == kAllControllers;
}

/// Whether this is who creates the pods of a StatefulSet or ReplicaSet.
bool makes_pods_of(std::string_view kind, std::string_view username) {
  if (username == kAllControllers) return true;
  if (!username.starts_with(kControllers)) return false;
  username.remove_prefix(kControllers.size());
  return username == (kind == "StatefulSet" ? "statefulset-controller" : "replicaset-controller");
}

bool is_pod(View owner) {
  return owner["kind"].text() == "Pod" && owner["apiVersion"].text() == "v1";
}

bool ends_with_application(View owner) {
  const std::string_view kind = owner["kind"].text();
  const bool set =
      owner["apiVersion"].text() == "apps/v1" && (kind == "StatefulSet" || kind == "ReplicaSet");
  return owner["controller"].boolean().value_or(false) && (is_pod(owner) || set);
}

bool same_owner(View a, View b) {
  for (const char* field : {"apiVersion", "kind", "name", "uid"}) {
    if (a[field].text() != b[field].text()) return false;
  }
  return true;
}

bool had_owner(View old_pod, View owner) {
  for (const View old : old_pod["metadata"]["ownerReferences"].items()) {
    if (ends_with_application(old) && same_owner(old, owner)) return true;
  }
  return false;
}

/// Whether a change of an executor; a pod that becomes one is judged like a new one.
bool changes_executor(const Request& request) {
  return request.operation == OperationKind::update &&
         request.old_pod["metadata"]["labels"][kRoleLabel].text() == "executor";
}

/// The label that tells what a pod is to Spark: Spark's own, else ours.
std::string_view role_label(View labels) {
  return labels[kRoleLabel].text().empty() ? kOptInLabel : kRoleLabel;
}

std::string quoted(std::string_view text) {
  return "\"" + std::string(text) + "\"";
}

std::string owner_text(std::string_view kind, std::string_view name, std::string_view uid) {
  return std::string(kind) + " " + quoted(name) + " (uid " + std::string(uid) + ")";
}

std::string pod_text(std::string_view name, std::string_view uid) {
  return owner_text("pod", name, uid);
}

class OwnershipCheck : public Check {
 public:
  explicit OwnershipCheck(const OwnershipRule& rule) : rule_(rule) {}

  void run(const Subject& subject, Findings& findings) const override {
    const Request& request = *subject.request;
    const bool executor = subject.spark.role == Role::executor;
    if (rule_.require_owner && executor) owned(subject, findings);
    if (rule_.creator_is_driver && executor && request.creates_pod()) {
      created_by_driver(subject, findings);
    }
    if (rule_.keep_role && request.operation == OperationKind::update) role_kept(subject, findings);
  }

 private:
  static void owned(const Subject& subject, Findings& findings) {
    const Request& request = *subject.request;
    const bool update = request.operation == OperationKind::update;
    if (update && is_controller_of_kubernetes(request.username)) return;
    std::string path = "metadata.ownerReferences", found;
    std::string why = " has no driver as controller; set spark.kubernetes.driver.pod.name";
    std::size_t index = 0;
    for (const View owner : subject.pod["metadata"]["ownerReferences"].items()) {
      const std::size_t here = index++;
      if (!ends_with_application(owner)) continue;
      if (is_believed(owner, request)) return;
      path += "[" + std::to_string(here) + "]";
      found = owner["name"].text();
      why = " is " + owner_text(owner["kind"].text(), found, owner["uid"].text()) +
            (changes_executor(request) ? ", which was not its owner before"
                                       : ", but " + quoted(request.username) + " creates it");
      break;
    }
    findings.push_back({path, found, "the driver's pod as controller", path + why});
  }

  /// Whether an owner was not just written by hand, as far as that can be seen: of a new executor,
  /// a set whose own controller creates it (`creator_is_driver` tells for pods); of one that
  /// changes, the owner it had, or the pod that makes the change.
  static bool is_believed(View owner, const Request& request) {
    if (!changes_executor(request)) {
      return is_pod(owner) || makes_pods_of(owner["kind"].text(), request.username);
    }
    if (had_owner(request.old_pod, owner)) return true;
    const Creator creator = creator_of(request);
    return is_pod(owner) && creator.kind == Creator::Kind::pod &&
           creator.pod_name == owner["name"].text() && creator.pod_uid == owner["uid"].text();
  }

  static void created_by_driver(const Subject& subject, Findings& findings) {
    const Request& request = *subject.request;
    const Creator creator = creator_of(request);
    if (creator.kind == Creator::Kind::pod) return created_by_owner(creator, subject, findings);
    if (creator.kind == Creator::Kind::unbound) return;
    if (creator.kind == Creator::Kind::malformed) {
      const std::string path = "userInfo.extra";
      return findings.push_back({path, "", "the pod of the caller's token",
                                 path + " names no pod that could have created this executor"});
    }
    const std::string path = "userInfo.username", allowed = "a service account of namespace " +
                                                            std::string(request.namespace_name);
    findings.push_back(
        {path, std::string(request.username), allowed,
         path + " " + quoted(request.username) + " is not " + allowed + ", as a driver's is"});
  }

  /// An owner that is another pod than the creator was written by hand.
  static void created_by_owner(const Creator& creator, const Subject& subject, Findings& findings) {
    std::size_t index = 0;
    for (const View owner : subject.pod["metadata"]["ownerReferences"].items()) {
      const std::string_view name = owner["name"].text(), uid = owner["uid"].text();
      const std::string path = "metadata.ownerReferences[" + std::to_string(index++) + "]";
      if (!is_pod(owner) || (name == creator.pod_name && uid == creator.pod_uid)) continue;
      const std::string allowed = pod_text(creator.pod_name, creator.pod_uid);
      findings.push_back(
          {path, std::string(name), allowed,
           path + " is " + pod_text(name, uid) + ", but " + allowed + " creates it"});
    }
  }

  /// Spark's label has to stay what it is; ours may be joined by Spark's of the same value. Of the
  /// old pod nothing is found: it is what the change is measured by.
  static void role_kept(const Subject& subject, Findings& findings) {
    const View old_labels = subject.request->old_pod["metadata"]["labels"];
    const View labels = subject.pod["metadata"]["labels"];
    const std::string_view old_label = role_label(old_labels);
    const std::string_view label = old_label == kRoleLabel ? kRoleLabel : role_label(labels);
    const std::string_view before = old_labels[old_label].text(), now = labels[label].text();
    if (before.empty() || now == before) return;
    const std::string path = "metadata.labels." + std::string(label);
    findings.push_back({path, std::string(now), std::string(before),
                        path + (now.empty() ? "" : " " + quoted(now)) + " was " + quoted(before) +
                            " and has to stay that"});
  }

  OwnershipRule rule_;
};

}  // namespace

std::unique_ptr<const Check> make_check(const OwnershipRule& rule) {
  return std::make_unique<OwnershipCheck>(rule);
}

}  // namespace sparkgate::decision
