#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "decision/containers.h"
#include "decision/kubernetes_annotations.h"
#include "decision/message.h"
#include "decision/rules/pod_security/looks.h"

namespace sparkgate::decision::pod_security {
namespace {

constexpr std::string_view kSeccompOfPod = "seccomp.security.alpha.kubernetes.io/pod";
constexpr std::string_view kSeccompOfContainer = "container.seccomp.security.alpha.kubernetes.io/";

struct SelinuxType {
  std::string_view name;
  int since;
};
constexpr std::array<SelinuxType, 4> kSelinuxTypes = {{{"container_t", 0},
                                                       {"container_init_t", 0},
                                                       {"container_kvm_t", 0},
                                                       {"container_engine_t", 31}}};

/// `field`.type of a security context: the runtime's own profile, or one that lies on the node.
void profile(const Place& at, std::string_view field, Report& report) {
  const View value = at.security[field];
  const std::string_view type = value["type"].text();
  if (!value.present() || type == "RuntimeDefault" || type == "Localhost") return;
  std::string path = at.path("securityContext.").append(field).append(".type");
  report.refuse(std::move(path), value["type"], "RuntimeDefault or Localhost");
}

/// An annotation's key is cut where no valid one is that long.
std::string annotation_path(std::string_view key) {
  constexpr std::size_t kMaxKey = 120;
  return "metadata.annotations[" + shortened(std::string(key), kMaxKey) + "]";
}

std::set<std::string_view> container_names(View pod) {
  std::set<std::string_view> names;
  for_each_container(pod, [&](std::string_view, std::size_t, View container) {
    names.insert(container["name"].text());
  });
  return names;
}

}  // namespace

void app_armor(const Place& at, Report& report) {
  profile(at, "appArmorProfile", report);
}

// Kubernetes asks the annotations of all containers, also of those that the pod does not have.
void app_armor_of_pod(const Place& pod, Report& report) {
  app_armor(pod, report);
  for (const auto [key, value] : pod.pod["metadata"]["annotations"].members()) {
    if (!key.starts_with(kAppArmorAnnotation) || !says_something(value)) continue;
    const std::string_view name = value.text();
    if (name == "runtime/default" || name.starts_with("localhost/")) continue;
    report.refuse(annotation_path(key), value, "runtime/default or localhost/*");
  }
}

void selinux(const Place& at, Report& report) {
  const View options = at.security["seLinuxOptions"];
  const std::string_view type = options["type"].text();
  const bool known = std::any_of(
      kSelinuxTypes.begin(), kSelinuxTypes.end(),
      [&](const SelinuxType& one) { return one.name == type && one.since <= at.minor; });
  if (says_something(options["type"]) && !known) {
    report.refuse(at.path("securityContext.seLinuxOptions.type"), options["type"],
                  at.minor < kSelinuxTypes.back().since
                      ? "container_t, container_init_t or container_kvm_t"
                      : "container_t, container_init_t, container_kvm_t or container_engine_t");
  }
  for (const char* field : {"user", "role"}) {
    if (!says_something(options[field])) continue;
    report.refuse(at.path("securityContext.seLinuxOptions.") + field, options[field], "empty");
  }
}

void proc_mount(const Place& container, Report& report) {
  const View value = container.security["procMount"];
  if (!value.present() || value.text() == "Default") return;
  report.refuse(container.path("securityContext.procMount"), value, "Default");
}

void seccomp(const Place& at, Report& report) {
  profile(at, "seccompProfile", report);
}

void seccomp_or_pods(const Place& container, Report& report) {
  const bool said = container.security["seccompProfile"].present();
  if (said || container.pod_security["seccompProfile"].present()) {
    return seccomp(container, report);
  }
  report.refuse_unsaid(container.path("securityContext.seccompProfile.type"),
                       "RuntimeDefault or Localhost");
}

// Before v1.19 there was no field. An annotation that holds nothing names no profile.
void seccomp_annotations(const Place& pod, Report& report) {
  std::optional<std::set<std::string_view>> names;  // of containers; looked up when asked for
  for (const auto [key, value] : pod.pod["metadata"]["annotations"].members()) {
    const std::string_view name = value.text();
    if (name == "runtime/default" || name == "docker/default" || name.starts_with("localhost/")) {
      continue;
    }
    if (key != kSeccompOfPod) {
      if (!key.starts_with(kSeccompOfContainer)) continue;
      if (!names) names = container_names(pod.pod);
      if (names->count(key.substr(kSeccompOfContainer.size())) == 0) continue;
    }
    report.refuse(annotation_path(key), value, "runtime/default, docker/default or localhost/*");
  }
}

}  // namespace sparkgate::decision::pod_security
