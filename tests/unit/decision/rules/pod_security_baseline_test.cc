#include <gtest/gtest.h>

#include "support/world.h"

// What the controls of level baseline say. tests/oracle/podsecurity holds their verdicts against
// Kubernetes' own code.

namespace sparkgate {
namespace {

using Lines = std::vector<std::string>;
using nlohmann::json;

/// The messages of baseline in that version about a driver with `value` at `pointer` of the pod.
Lines about(const std::string& pointer, const json& value, const std::string& version = "latest") {
  const auto set =
      policy("{rules: [{name: r, podSecurity: {level: baseline, version: " + version + "}}]}");
  Lines result;
  for (const auto& breach : ask(set, minimal("driver").set(pointer, value)).violations) {
    EXPECT_EQ(breach.message.find(breach.path), 0U);
    result.push_back(breach.message);
  }
  return result;
}

const std::string kContainer = "/spec/containers/0";
const std::string kSecurity = kContainer + "/securityContext";
const std::string kPath = "spec.containers[0].securityContext.";

TEST(PodSecurityBaseline, ARecordedDriverPasses) {
  EXPECT_EQ(about("/spec/priority", 0), Lines{});
}

TEST(PodSecurityBaseline, HostNamespaces) {
  EXPECT_EQ(about("/spec/hostNetwork", true),
            Lines{"spec.hostNetwork is true, must be false (hostNamespaces)"});
  EXPECT_EQ(about("/spec/hostPID", true),
            Lines{"spec.hostPID is true, must be false (hostNamespaces)"});
  EXPECT_EQ(about("/spec/hostIPC", "yes"),
            Lines{"spec.hostIPC is \"yes\", must be false (hostNamespaces)"});
  for (const json& fine : {json(false), json(nullptr)}) {
    EXPECT_EQ(about("/spec/hostPID", fine), Lines{});
  }
}

TEST(PodSecurityBaseline, HostPorts) {
  const json ports = {{{"containerPort", 1}},
                      {{"containerPort", 2}, {"hostPort", 0}},
                      {{"containerPort", 3}, {"hostPort", 7078}}};
  EXPECT_EQ(about(kContainer + "/ports", ports),
            Lines{"spec.containers[0].ports[2].hostPort is 7078, must be 0 (hostPorts)"});
}

TEST(PodSecurityBaseline, PortsInTheNodesNetworkAreHostPorts) {
  const auto set =
      policy("{rules: [{name: r, podSecurity: {level: baseline, except: [hostNamespaces]}}]}");
  Review review = minimal("driver").set("/spec/hostNetwork", true);
  review.set(kContainer + "/ports", {{{"containerPort", 4040}}});
  ASSERT_EQ(ask(set, review).violations.size(), 1U);
  EXPECT_EQ(ask(set, review).violations[0].message,
            "spec.containers[0].ports[0].hostPort is 4040, must be 0 (hostPorts)");
  EXPECT_TRUE(ask(set, review.erase(kContainer + "/ports")).allowed);
}

TEST(PodSecurityBaseline, HostsOfProbesSinceV134) {
  const json probe = {{"httpGet", {{"host", "10.0.0.1"}, {"port", 1}}}};
  const json hook = {{"preStop", {{"tcpSocket", {{"host", "evil"}, {"port", 1}}}}}};
  EXPECT_EQ(about(kContainer + "/startupProbe", probe, "v1.34"),
            Lines{"spec.containers[0].startupProbe.httpGet.host is \"10.0.0.1\", must be empty "
                  "(hostProbesAndHostLifecycle)"});
  EXPECT_EQ(about(kContainer + "/lifecycle", hook),
            Lines{"spec.containers[0].lifecycle.preStop.tcpSocket.host is \"evil\", must be empty "
                  "(hostProbesAndHostLifecycle)"});
  EXPECT_EQ(about(kContainer + "/startupProbe", probe, "v1.33"), Lines{});
  EXPECT_EQ(about(kContainer + "/livenessProbe", {{"httpGet", {{"host", ""}, {"port", 1}}}}),
            Lines{});
}

TEST(PodSecurityBaseline, WindowsHostProcess) {
  const json options = {{"windowsOptions", {{"hostProcess", true}}}};
  EXPECT_EQ(about("/spec/securityContext", options),
            Lines{"spec.securityContext.windowsOptions.hostProcess is true, must be false "
                  "(windowsHostProcess)"});
  EXPECT_EQ(
      about(kSecurity, options),
      Lines{kPath + "windowsOptions.hostProcess is true, must be false (windowsHostProcess)"});
}

TEST(PodSecurityBaseline, Privileged) {
  EXPECT_EQ(about(kSecurity, {{"privileged", true}}),
            Lines{kPath + "privileged is true, must be false (privileged)"});
  EXPECT_EQ(about(kSecurity, {{"privileged", false}}), Lines{});
  EXPECT_EQ(about("/spec/securityContext", {{"privileged", true}}), Lines{});  // no such field
}

TEST(PodSecurityBaseline, AddedCapabilities) {
  const json capabilities = {{"capabilities", {{"add", {"KILL", "SYS_ADMIN", "kill"}}}}};
  const std::string allowed =
      ", must be AUDIT_WRITE, CHOWN, DAC_OVERRIDE, FOWNER, FSETID, KILL, MKNOD, NET_BIND_SERVICE, "
      "SETFCAP, SETGID, SETPCAP, SETUID or SYS_CHROOT (capabilities_baseline)";
  EXPECT_EQ(about(kSecurity, capabilities),
            (Lines{kPath + "capabilities.add[1] is \"SYS_ADMIN\"" + allowed,
                   kPath + "capabilities.add[2] is \"kill\"" + allowed}));
}

TEST(PodSecurityBaseline, HostPathVolumes) {
  const json volumes = {{{"name", "a"}, {"emptyDir", json::object()}},
                        {{"name", "b"}, {"hostPath", {{"path", "/var/run/docker.sock"}}}},
                        {{"name", "c"}, {"hostPath", nullptr}},
                        {{"name", "d"}, {"nfs", {{"server", "s"}, {"path", "/"}}}}};
  EXPECT_EQ(about("/spec/volumes", volumes),
            Lines{"spec.volumes[1].hostPath must be another kind of volume (hostPathVolumes)"});
}

TEST(PodSecurityBaseline, ProcMount) {
  const json unmasked = {{"procMount", "Unmasked"}};
  EXPECT_EQ(about(kSecurity, unmasked),
            Lines{kPath + "procMount is \"Unmasked\", must be Default (procMount)"});
  EXPECT_EQ(about(kSecurity, {{"procMount", "Default"}}), Lines{});
}

TEST(PodSecurityBaseline, SelinuxOptions) {
  const json options = {{"seLinuxOptions", {{"type", "spc_t"}, {"user", "u"}, {"role", "r"}}}};
  EXPECT_EQ(about("/spec/securityContext", options),
            (Lines{"spec.securityContext.seLinuxOptions.type is \"spc_t\", must be container_t, "
                   "container_init_t, container_kvm_t or container_engine_t (seLinuxOptions)",
                   "spec.securityContext.seLinuxOptions.user is \"u\", must be empty "
                   "(seLinuxOptions)",
                   "spec.securityContext.seLinuxOptions.role is \"r\", must be empty "
                   "(seLinuxOptions)"}));
  const json engine = {{"seLinuxOptions", {{"type", "container_engine_t"}, {"user", ""}}}};
  EXPECT_EQ(about(kSecurity, engine, "v1.31"), Lines{});
  EXPECT_EQ(about(kSecurity, engine, "v1.30"),
            Lines{kPath + "seLinuxOptions.type is \"container_engine_t\", must be container_t, "
                          "container_init_t or container_kvm_t (seLinuxOptions)"});
}

TEST(PodSecurityBaseline, SeccompFieldsSinceV119) {
  const json unconfined = {{"seccompProfile", {{"type", "Unconfined"}}}};
  EXPECT_EQ(about(kSecurity, unconfined, "v1.19"),
            Lines{kPath + "seccompProfile.type is \"Unconfined\", must be RuntimeDefault or "
                          "Localhost (seccompProfile_baseline)"});
  EXPECT_EQ(about(kSecurity, unconfined, "v1.18"), Lines{});
  EXPECT_EQ(about("/spec/securityContext", {{"seccompProfile", json::object()}}),
            Lines{"spec.securityContext.seccompProfile.type is missing, must be RuntimeDefault or "
                  "Localhost (seccompProfile_baseline)"});
}

TEST(PodSecurityBaseline, SeccompAnnotationsBeforeV119) {
  const std::string of_container = "container.seccomp.security.alpha.kubernetes.io/";
  const json annotations = {{"seccomp.security.alpha.kubernetes.io/pod", "unconfined"},
                            {of_container + "spark-kubernetes-driver", "unconfined"},
                            {of_container + "nobody", "unconfined"}};
  const std::string allowed =
      " is \"unconfined\", must be runtime/default, docker/default or localhost/* "
      "(seccompProfile_baseline)";
  EXPECT_EQ(about("/metadata/annotations", annotations, "v1.18"),
            (Lines{"metadata.annotations[" + of_container + "spark-kubernetes-driver]" + allowed,
                   "metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]" + allowed}));
  EXPECT_EQ(about("/metadata/annotations", annotations, "v1.19"), Lines{});
  const json fine = {{"seccomp.security.alpha.kubernetes.io/pod", "localhost/a.json"}};
  EXPECT_EQ(about("/metadata/annotations", fine, "v1.0"), Lines{});
}

TEST(PodSecurityBaseline, AppArmorByFieldAndByAnnotation) {
  EXPECT_EQ(about(kSecurity, {{"appArmorProfile", {{"type", "Unconfined"}}}}, "v1.0"),
            Lines{kPath + "appArmorProfile.type is \"Unconfined\", must be RuntimeDefault or "
                          "Localhost (appArmorProfile)"});
  const std::string key = "container.apparmor.security.beta.kubernetes.io/";
  EXPECT_EQ(about("/metadata/annotations",
                  {{key + "nobody", "unconfined"}, {key + "a", ""}, {key + "b", "localhost/x"}}),
            Lines{"metadata.annotations[" + key +
                  "nobody] is \"unconfined\", must be runtime/default or localhost/* "
                  "(appArmorProfile)"});
}

TEST(PodSecurityBaseline, SafeSysctlsByVersion) {
  const auto with = [](const char* name, const char* version) {
    return about("/spec/securityContext", {{"sysctls", {{{"name", name}, {"value", "1"}}}}},
                 version);
  };
  EXPECT_EQ(with("kernel.msgmax", "latest"),
            Lines{"spec.securityContext.sysctls[0].name is \"kernel.msgmax\", must be a safe one "
                  "(sysctls)"});
  const std::vector<std::pair<const char*, int>> known = {{"net.ipv4.tcp_syncookies", 0},
                                                          {"net.ipv4.ip_local_reserved_ports", 27},
                                                          {"net.ipv4.tcp_keepalive_probes", 29},
                                                          {"net.ipv4.tcp_rmem", 32}};
  for (const auto& [name, since] : known) {
    EXPECT_EQ(with(name, ("v1." + std::to_string(since)).c_str()), Lines{}) << name;
    if (since == 0) continue;
    EXPECT_EQ(with(name, ("v1." + std::to_string(since - 1)).c_str()).size(), 1U) << name;
  }
}

TEST(PodSecurityBaseline, EveryContainerList) {
  const auto set = policy("{rules: [{name: r, podSecurity: {level: baseline}}]}");
  const json evil = {{"name", "e"}, {"image", "a"}, {"securityContext", {{"privileged", true}}}};
  Review review = minimal("driver");
  review.set("/spec/initContainers", json::array({evil, evil}));
  review.set("/spec/ephemeralContainers", json::array({evil}));
  review.pod()["spec"]["containers"].push_back(evil);
  Lines paths;
  for (const auto& breach : ask(set, review).violations) paths.push_back(breach.path);
  EXPECT_EQ(paths, (Lines{"spec.initContainers[0].securityContext.privileged",
                          "spec.initContainers[1].securityContext.privileged",
                          "spec.containers[1].securityContext.privileged",
                          "spec.ephemeralContainers[0].securityContext.privileged"}));
}

TEST(PodSecurityBaseline, LongValuesLeaveRoomForTheControl) {
  const std::string key = "container.apparmor.security.beta.kubernetes.io/" + std::string(500, 'a');
  const Lines lines = about("/metadata/annotations", {{key, std::string(9000, 'x')}});
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0], "metadata.annotations[" + key.substr(0, 117) + "...] is \"" +
                          std::string(37, 'x') +
                          "...\", must be runtime/default or localhost/* (appArmorProfile)");
}

}  // namespace
}  // namespace sparkgate
