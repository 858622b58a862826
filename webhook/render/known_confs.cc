#include "render/known_confs.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "policyfile/suggest.h"

namespace sparkgate::render {
namespace {

constexpr std::string_view kFamily = "spark.kubernetes.";

/// Keys without `spark.kubernetes.`. Source: deploy.k8s.Config of Spark 3.5.9 and 4.3.0.
constexpr std::string_view kKnown[] = {
    "allocation.batch.delay",
    "allocation.batch.size",
    "allocation.driver.readinessTimeout",
    "allocation.executor.timeout",
    "allocation.maxPendingPods",
    "allocation.maxPendingPodsPerRp",
    "allocation.maximum",
    "allocation.pods.allocator",
    "allocation.recoveryMode.enabled",
    "appKillPodDeletionGracePeriod",
    "authenticate.caCertFile",
    "authenticate.clientCertFile",
    "authenticate.clientKeyFile",
    "authenticate.driver.caCertFile",
    "authenticate.driver.clientCertFile",
    "authenticate.driver.clientKeyFile",
    "authenticate.driver.mounted.caCertFile",
    "authenticate.driver.mounted.clientCertFile",
    "authenticate.driver.mounted.clientKeyFile",
    "authenticate.driver.mounted.oauthToken",
    "authenticate.driver.mounted.oauthTokenFile",
    "authenticate.driver.oauthToken",
    "authenticate.driver.oauthTokenFile",
    "authenticate.driver.serviceAccountName",
    "authenticate.executor.serviceAccountName",
    "authenticate.oauthToken",
    "authenticate.oauthTokenFile",
    "authenticate.submission.caCertFile",
    "authenticate.submission.clientCertFile",
    "authenticate.submission.clientKeyFile",
    "authenticate.submission.oauthToken",
    "authenticate.submission.oauthTokenFile",
    "configMap.maxSize",
    "container.image",
    "container.image.pullPolicy",
    "container.image.pullSecrets",
    "context",
    "decommission.script",
    "driver.annotateExitException",
    "driver.connectionTimeout",
    "driver.container.image",
    "driver.limit.cores",
    "driver.master",
    "driver.ownPersistentVolumeClaim",
    "driver.pod.excludedFeatureSteps",
    "driver.pod.featureSteps",
    "driver.pod.name",
    "driver.podTemplateContainerName",
    "driver.podTemplateFile",
    "driver.request.cores",
    "driver.requestTimeout",
    "driver.resourceNamePrefix",
    "driver.reusePersistentVolumeClaim",
    "driver.scheduler.name",
    "driver.securityContext.allowPrivilegeEscalation",
    "driver.service.deleteOnTermination",
    "driver.service.ipFamilies",
    "driver.service.ipFamilyPolicy",
    "driver.service.publishNotReadyAddresses",
    "driver.waitToReusePersistentVolumeClaim",
    "dynamicAllocation.deleteGracePeriod",
    "executor.apiPollingInterval",
    "executor.checkAllContainers",
    "executor.container.image",
    "executor.decommissionLabel",
    "executor.decommissionLabelValue",
    "executor.deleteOnTermination",
    "executor.deletedExecutorsCacheTimeout",
    "executor.disableConfigMap",
    "executor.enableApiPolling",
    "executor.enableApiWatcher",
    "executor.enablePollingWithResourceVersion",
    "executor.eventProcessingInterval",
    "executor.limit.cores",
    "executor.minTasksPerExecutorBeforeRolling",
    "executor.missingPodDetectDelta",
    "executor.pod.excludedFeatureSteps",
    "executor.pod.featureSteps",
    "executor.podDeletionCost",
    "executor.podNamePrefix",
    "executor.podTemplateContainerName",
    "executor.podTemplateFile",
    "executor.pvc.resizeFactor",
    "executor.pvc.resizeInterval",
    "executor.pvc.resizeThreshold",
    "executor.request.cores",
    "executor.resizeFactor",
    "executor.resizeInterval",
    "executor.resizeThreshold",
    "executor.rollInterval",
    "executor.rollPolicy",
    "executor.scheduler.name",
    "executor.securityContext.allowPrivilegeEscalation",
    "executor.terminationGracePeriodSeconds",
    "executor.useDriverPodIP",
    "executorSnapshotsSubscribersShutdownGracePeriod",
    "file.upload.path",
    "hadoop.configMapName",
    "kerberos.krb5.configMapName",
    "kerberos.krb5.path",
    "kerberos.tokenSecret.itemKey",
    "kerberos.tokenSecret.name",
    "legacy.useReadWriteOnceAccessMode",
    "local.dirs.tmpfs",
    "memoryOverheadFactor",
    "namespace",
    "pyspark.pythonVersion",
    "report.interval",
    "resource.type",
    "scheduler.name",
    "securityContext.allowPrivilegeEscalation",
    "submission.connectionTimeout",
    "submission.requestTimeout",
    "submission.waitAppCompletion",
    "submitInDriver",
    "trust.certificates",
};

/// What keys begin with whose rest the user names.
constexpr std::string_view kFamilies[] = {
    "driver.annotation.",     "driver.label.",     "driver.node.selector.",
    "driver.secretKeyRef.",   "driver.secrets.",   "driver.service.annotation.",
    "driver.service.label.",  "driver.volumes.",   "driverEnv.",
    "executor.annotation.",   "executor.label.",   "executor.node.selector.",
    "executor.secretKeyRef.", "executor.secrets.", "executor.volumes.",
    "node.selector.",
};

bool in_a_family(std::string_view key) {
  return std::any_of(std::begin(kFamilies), std::end(kFamilies),
                     [&](std::string_view family) { return key.starts_with(family); });
}

}  // namespace

void note_unknown_confs(const Conf& conf, Account& account) {
  static const std::vector<std::string_view> known(std::begin(kKnown), std::end(kKnown));
  for (const auto& [key, value] : conf.with_prefix(kFamily)) {
    if (in_a_family(key) || std::find(known.begin(), known.end(), key) != known.end()) continue;
    const std::string_view nearest = policyfile::nearest(key, known);
    account.note("Spark does not know " + std::string(kFamily) + key +
                 (nearest.empty()
                      ? ""
                      : ", did you mean '" + std::string(kFamily) + std::string(nearest) + "'?"));
  }
}

}  // namespace sparkgate::render
