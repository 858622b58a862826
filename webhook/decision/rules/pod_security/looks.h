#pragma once

#include "decision/rules/pod_security/report.h"

namespace sparkgate::decision::pod_security {

// What the controls look for. The table (controls.cc) says which control asks which, and whether it
// is asked about the pod, about each container, or about both.

// host.cc: the node's own
void host_namespaces(const Place& pod, Report& report);
void host_ports(const Place& container, Report& report);
void hosts_of_probes(const Place& container, Report& report);
void windows_host_process(const Place& at, Report& report);

// privilege.cc: what a process may do, and as whom
void privileged(const Place& container, Report& report);
void privilege_escalation(const Place& container, Report& report);
void added_capabilities(const Place& container, Report& report);
void kept_capabilities(const Place& container, Report& report);
void pod_as_root(const Place& pod, Report& report);
void container_as_root(const Place& container, Report& report);
void user_root(const Place& at, Report& report);

// profiles.cc: what confines it
void app_armor(const Place& at, Report& report);
void app_armor_of_pod(const Place& pod, Report& report);
void selinux(const Place& at, Report& report);
void proc_mount(const Place& container, Report& report);
void seccomp(const Place& at, Report& report);
void seccomp_or_pods(const Place& container, Report& report);
void seccomp_annotations(const Place& pod, Report& report);

// volumes.cc, sysctls.cc
void host_path_volumes(const Place& pod, Report& report);
void kinds_of_volumes(const Place& pod, Report& report);
void sysctls(const Place& pod, Report& report);

}  // namespace sparkgate::decision::pod_security
