#include <algorithm>
#include <array>

#include "decision/rules/pod_security/looks.h"

namespace sparkgate::decision::pod_security {
namespace {

/// What container runtimes give by themselves, less NET_RAW.
constexpr std::array<std::string_view, 13> kHarmless = {
    "AUDIT_WRITE",      "CHOWN",   "DAC_OVERRIDE", "FOWNER",  "FSETID", "KILL",      "MKNOD",
    "NET_BIND_SERVICE", "SETFCAP", "SETGID",       "SETPCAP", "SETUID", "SYS_CHROOT"};

bool is_harmless(std::string_view name) {
  return std::find(kHarmless.begin(), kHarmless.end(), name) != kHarmless.end();
}

template <class Allowed>
void each_added(const Place& container, const Allowed& is_allowed, std::string_view allowed,
                Report& report) {
  std::size_t index = 0;
  for (const View name : container.security["capabilities"]["add"].items()) {
    if (!is_allowed(name.text())) {
      const std::string item = "[" + std::to_string(index) + "]";
      report.refuse(container.path("securityContext.capabilities.add" + item), name, allowed);
    }
    ++index;
  }
}

}  // namespace

void privileged(const Place& container, Report& report) {
  const View value = container.security["privileged"];
  if (is_on(value)) report.refuse(container.path("securityContext.privileged"), value, "false");
}

void privilege_escalation(const Place& container, Report& report) {
  const View value = container.security["allowPrivilegeEscalation"];
  if (value.boolean() == false) return;
  report.refuse(container.path("securityContext.allowPrivilegeEscalation"), value, "false");
}

void added_capabilities(const Place& container, Report& report) {
  each_added(container, is_harmless,
             "AUDIT_WRITE, CHOWN, DAC_OVERRIDE, FOWNER, FSETID, KILL, MKNOD, NET_BIND_SERVICE, "
             "SETFCAP, SETGID, SETPCAP, SETUID or SYS_CHROOT",
             report);
}

void kept_capabilities(const Place& container, Report& report) {
  const View dropped = container.security["capabilities"]["drop"];
  bool all = false;
  for (const View name : dropped.items()) all = all || name.text() == "ALL";
  if (!all) {
    report.refuse(container.path("securityContext.capabilities.drop"), dropped, "a list with ALL");
  }
  const auto is_allowed = [](std::string_view name) { return name == "NET_BIND_SERVICE"; };
  each_added(container, is_allowed, "NET_BIND_SERVICE", report);
}

void pod_as_root(const Place& pod, Report& report) {
  const View value = pod.security["runAsNonRoot"];
  if (!value.present() || value.boolean() == true) return;
  report.refuse(pod.path("securityContext.runAsNonRoot"), value, "true");
}

void container_as_root(const Place& container, Report& report) {
  const View value = container.security["runAsNonRoot"];
  if (value.present() && value.boolean() != true) {
    report.refuse(container.path("securityContext.runAsNonRoot"), value, "true");
  } else if (!value.present() && !container.pod_security["runAsNonRoot"].present()) {
    report.refuse_unsaid(container.path("securityContext.runAsNonRoot"), "true");
  }
}

void user_root(const Place& at, Report& report) {
  const View value = at.security["runAsUser"];
  if (!value.present() || value.integer().value_or(0) != 0) return;
  report.refuse(at.path("securityContext.runAsUser"), value, "another number");
}

}  // namespace sparkgate::decision::pod_security
