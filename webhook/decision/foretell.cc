#include "decision/foretell.h"

#include <algorithm>
#include <array>

namespace sparkgate::decision {
namespace {

using std::string_view;

/// Two names of a setting; the first that is given counts.
using Names = std::array<string_view, 2>;
constexpr Names kMaster = {"--master", "spark.master"};
constexpr Names kRemote = {"--remote", "spark.remote"};
constexpr Names kDeployMode = {"--deploy-mode", "spark.submit.deployMode"};
constexpr Names kImage = {"spark.kubernetes.executor.container.image",
                          "spark.kubernetes.container.image"};
constexpr Names kAccount = {"spark.kubernetes.authenticate.executor.serviceAccountName",
                            "spark.kubernetes.authenticate.driver.serviceAccountName"};

constexpr string_view kNamespace = "spark.kubernetes.namespace";
constexpr string_view kTemplate = "spark.kubernetes.executor.podTemplateFile";
constexpr string_view kAllocator = "spark.kubernetes.allocation.pods.allocator";
constexpr string_view kContext = "spark.kubernetes.context";
constexpr string_view kMountedToken = "/var/run/secrets/kubernetes.io/serviceaccount/token";

/// The volume that Spark makes of credentials that the submitter gives a driver.
constexpr string_view kCredentialsVolume = "kubernetes-credentials";

Foretold::Told told(const Settings& settings, const Names& names) {
  for (const string_view name : names) {
    const auto found = settings.find(name);
    if (found != settings.end()) return {found->second, found->first};
  }
  return {};
}

/// Whether the value is what will be used: nothing in it is replaced by Kubernetes, a shell or
/// Spark (`{{SPARK_VERSION}}`).
bool is_literal(string_view value) {
  constexpr string_view kOthers = "._-/:@";
  return !value.empty() && std::all_of(value.begin(), value.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kOthers.find(c) != string_view::npos;
  });
}

Foretold::Told literal(const Foretold::Told& one) {
  return is_literal(one.value) ? one : Foretold::Told();
}

/// `k8s://https://kubernetes.default.svc`, `k8s://https://$(KUBERNETES_SERVICE_HOST)`. Another name
/// or address may be another cluster's.
bool is_this_cluster(string_view master) {
  if (master.find("KUBERNETES_SERVICE_HOST") != string_view::npos) return true;
  string_view host = master.substr(master.rfind("//") + 2);
  host = host.substr(0, host.find_first_of(":/"));
  return host == "kubernetes" || host == "kubernetes.default" ||
         host.starts_with("kubernetes.default.svc");
}

/// Whether Spark made the pod, in cluster mode: its executors come into the driver's namespace.
bool is_made_by_spark(View container) {
  return container["args"].at(0).text().starts_with("driver");  // 2.4 has driver-py, driver-r
}

/// Whether its executors are to be here. Without a master a client runs locally, or as a file or
/// the application says.
bool has_executors_here(View container, const Settings& settings) {
  if (!told(settings, kRemote).value.empty()) return false;
  if (told(settings, kDeployMode).value == "cluster") return false;
  const string_view master = told(settings, kMaster).value;
  if (master.empty()) return is_made_by_spark(container);
  return master.starts_with("k8s://") && is_this_cluster(master);
}

/// The namespace that executors come into; empty when it is not told. Spark's own default for
/// clients is `default`, but files and applications name others.
string_view namespace_of(const Subject& driver, View container, const Settings& settings) {
  const auto found = settings.find(kNamespace);
  if (found != settings.end()) return is_literal(found->second) ? found->second : string_view();
  return is_made_by_spark(container) ? driver.namespace_name : string_view();
}

bool is_credential(string_view setting) {
  if (!setting.starts_with("spark.kubernetes.authenticate.")) return false;
  constexpr std::array<string_view, 4> kKinds = {".oauthToken", ".oauthTokenFile", ".clientKeyFile",
                                                 ".clientCertFile"};
  return std::any_of(kKinds.begin(), kKinds.end(),
                     [&](string_view kind) { return setting.ends_with(kind); });
}

/// Whether settings have the executors created by somebody else than the pod's account: with other
/// credentials, or by the controller of a StatefulSet or Deployment.
bool name_another_creator(const Settings& settings) {
  return std::any_of(settings.begin(), settings.end(), [](const auto& setting) {
    const auto& [name, value] = setting;
    if (name == kAllocator) return value != "direct";
    return name == kContext || (is_credential(name) && value != kMountedToken);
  });
}

bool has_named(View list, string_view name) {
  for (const View item : list.items()) {
    if (item["name"].text() == name) return true;
  }
  return false;
}

bool mentions_kubeconfig(View words) {
  for (const View word : words.items()) {
    if (word.text().find("KUBECONFIG") != string_view::npos) return true;
  }
  return false;
}

/// A kubeconfig that a variable names, here or in a shell's line, or in its usual place.
bool has_kubeconfig(View container) {
  for (const View mount : container["volumeMounts"].items()) {
    if (mount["mountPath"].text().find("/.kube") != string_view::npos) return true;
  }
  return has_named(container["env"], "KUBECONFIG") || mentions_kubeconfig(container["command"]) ||
         mentions_kubeconfig(container["args"]);
}

/// Whether the driver asks the API server with the token of its pod's account, as it does unless it
/// is given something else.
bool acts_as_its_account(View spec, View container, const Settings& settings) {
  const bool has_token = spec["automountServiceAccountToken"].boolean().value_or(true);
  return has_token && !has_named(spec["volumes"], kCredentialsVolume) &&
         !has_kubeconfig(container) && !name_another_creator(settings);
}

}  // namespace

std::optional<Foretold> foretell(const Subject& driver, const Settings& settings) {
  const View spec = driver.pod["spec"];
  const View container = spec["containers"].at(static_cast<std::size_t>(driver.spark.container));
  if (!has_executors_here(container, settings)) return std::nullopt;
  Foretold result;
  result.namespace_name = namespace_of(driver, container, settings);
  if (result.namespace_name.empty()) return std::nullopt;
  if (acts_as_its_account(spec, container, settings)) result.creator = driver.service_account;
  result.image = literal(told(settings, kImage));
  const bool has_template = settings.find(kTemplate) != settings.end();  // its account wins
  if (!has_template) result.account = literal(told(settings, kAccount));
  return result;
}

}  // namespace sparkgate::decision
