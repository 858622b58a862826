#include "decision/rules/ownership.h"

#include <string>
#include <utility>

#include "decision/creator.h"

namespace sparkgate::decision {
namespace {

/// The garbage collector orphans what a deletion leaves behind, and the controllers of StatefulSets
/// and ReplicaSets release pods; without its own accounts they are one user.
bool is_controller_of_kubernetes(std::string_view username) {
  return username.starts_with("system:serviceaccount:kube-system:") ||
         username == "system:kube-controller-manager";
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

/// The label that tells what a pod is to Spark: Spark's own, else ours.
std::string_view role_label(View labels) {
  return labels[kRoleLabel].text().empty() ? kOptInLabel : kRoleLabel;
}

std::string quoted(std::string_view text) {
  return "\"" + std::string(text) + "\"";
}

std::string pod_text(std::string_view name, std::string_view uid) {
  return "pod " + quoted(name) + " (uid " + std::string(uid) + ")";
}

class OwnershipCheck : public Check {
 public:
  explicit OwnershipCheck(const OwnershipRule& rule) : rule_(rule) {}

  void run(const Subject& subject, std::vector<Finding>& findings) const override {
    const Request& request = *subject.request;
    const bool executor = subject.spark.role == Role::executor;
    if (rule_.require_owner && executor) owned(subject, findings);
    if (rule_.creator_is_driver && executor && request.creates_pod()) {
      created_by_driver(subject, findings);
    }
    if (rule_.keep_role && request.operation == OperationKind::update) role_kept(subject, findings);
  }

 private:
  static void owned(const Subject& subject, std::vector<Finding>& findings) {
    const Request& request = *subject.request;
    const bool update = request.operation == OperationKind::update;
    if (update && is_controller_of_kubernetes(request.username)) return;
    const std::string path = "metadata.ownerReferences";
    for (const View owner : subject.pod["metadata"]["ownerReferences"].items()) {
      if (ends_with_application(owner)) return;
    }
    findings.push_back(
        {path, "", "the driver's pod as controller",
         path + " has no driver as controller; set spark.kubernetes.driver.pod.name"});
  }

  static void created_by_driver(const Subject& subject, std::vector<Finding>& findings) {
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
  static void created_by_owner(const Creator& creator, const Subject& subject,
                               std::vector<Finding>& findings) {
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
  static void role_kept(const Subject& subject, std::vector<Finding>& findings) {
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
