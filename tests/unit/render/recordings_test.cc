// Pods that real spark-submit sent (tests/recordings), and those that are rendered for its command
// line. Command lines are as tests/recordings/README tells them.

#include <gtest/gtest.h>

#include "render/render.h"
#include "unit/render/comparable.h"

namespace sparkgate::render {
namespace {

using Words = std::vector<std::string>;

/// Templates in the style of EMR on EKS, as their authors would write them.
std::string pod_template(const std::string& role, const std::string& metadata,
                         const std::string& group) {
  const std::string container = "spark-kubernetes-" + role;
  return "apiVersion: v1\nkind: Pod\n" + metadata +
         "spec:\n"
         "  volumes: [{name: source-data-volume, emptyDir: {}}, "
         "{name: metrics-files-volume, emptyDir: {}}]\n"
         "  nodeSelector: {eks.amazonaws.com/nodegroup: " +
         group +
         "}\n"
         "  tolerations: [{key: dedicated, operator: Equal, value: spark, effect: NoSchedule}]\n"
         "  containers:\n"
         "  - {name: custom-side-car-container, image: registry.example.com/data/log-shipper:1.4.2,"
         " imagePullPolicy: IfNotPresent, env: [{name: RANDOM, value: random}],"
         " volumeMounts: [{name: metrics-files-volume, mountPath: /var/metrics/data}],"
         " command: [/bin/sh, -c, 'tail -F /var/metrics/data/spark.log']}\n"
         "  - {name: " +
         container +
         ", volumeMounts: [{name: source-data-volume, mountPath: /var/data},"
         " {name: metrics-files-volume, mountPath: /var/metrics/data}]}\n"
         "  initContainers:\n"
         "  - {name: spark-init-container-" +
         role +
         ", image: registry.example.com/data/model-fetch:2.0, imagePullPolicy: IfNotPresent,"
         " command: [sh, -c, 'fetch s3://bucket/model /var/data'],"
         " volumeMounts: [{name: source-data-volume, mountPath: /var/data}]}\n";
}

Context context() {
  Context context;
  context.read_file = [](const std::string& path) -> Result<std::string> {
    if (path == "driver.yaml") {
      return pod_template("driver",
                          "metadata: {labels: {team: analytics}, annotations: "
                          "{cluster-autoscaler.kubernetes.io/safe-to-evict: 'false'}}\n",
                          "od-driver");
    }
    if (path == "/executor.yaml") {
      return pod_template("executor", "metadata: {labels: {team: analytics}}\n", "spot-executors");
    }
    return Error{path + ": missing"};
  };
  return context;
}

/// The command line of all recordings, with confs of one of them.
Rendering rendered(const std::string& version, const Words& confs) {
  Words words = {"--master", "k8s://https://kube:6443", "--deploy-mode", "cluster", "--name",
                 "spark-pi"};
  Words all = {"namespace=spark-jobs", "authenticate.driver.serviceAccountName=spark",
               "container.image=registry.example.com/spark/spark-py:" + version};
  all.insert(all.end(), confs.begin(), confs.end());
  for (const std::string& conf : all) {
    words.push_back("--conf");
    words.push_back((conf.starts_with("spark.") ? "" : "spark.kubernetes.") + conf);
  }
  words.insert(words.end(), {"local:///opt/spark/examples/src/main/python/pi.py", "10"});
  return render_spark_submit(words, context());
}

void expect_same(const std::string& role, const std::string& variant, const Words& confs) {
  for (const std::string version : {"3.5.9", "4.1.4"}) {
    SCOPED_TRACE(version);
    const Rendering rendering = rendered(version, confs);
    ASSERT_EQ(rendering.mistakes, Words());
    const auto& pod = role == "driver" ? rendering.driver : rendering.executor;
    EXPECT_EQ(comparable(pod),
              comparable(recorded("spark-submit-" + version + "-" + role + variant)));
  }
}

TEST(RenderedDriver, IsTheRecordedOne) {
  expect_same("driver", "", {});
}

TEST(RenderedDriver, HasItsTemplate) {
  expect_same("driver", "-template",
              {"driver.podTemplateFile=driver.yaml",
               "driver.podTemplateContainerName=spark-kubernetes-driver",
               "executor.podTemplateFile=file:///executor.yaml"});
}

TEST(RenderedDriver, HasSecrets) {
  expect_same("driver", "-secrets",
              {"driver.secrets.aws-credentials=/mnt/secrets/aws",
               "driver.secretKeyRef.AWS_ACCESS_KEY_ID=aws-credentials:key",
               "driver.secretKeyRef.AWS_SECRET_ACCESS_KEY=aws-credentials:secret",
               "driverEnv.LOG_LEVEL=info", "container.image.pullSecrets=registry-pull"});
}

TEST(RenderedDriver, HasAllThatAConfGives) {
  expect_same("driver", "-full",
              {"node.selector.type=compute",
               "driver.node.selector.lifecycle=on-demand",
               "driver.label.team=analytics",
               "driver.label.cost-center=cc-42",
               "driver.annotation.prometheus.io/scrape=true",
               "driver.annotation.prometheus.io/port=4040",
               "driver.annotation.prometheus.io/path=/metrics/driver/prometheus/",
               "driver.volumes.emptyDir.cache.mount.path=/cache",
               "driver.volumes.emptyDir.cache.options.sizeLimit=5Gi",
               "driver.volumes.persistentVolumeClaim.data.mount.path=/data",
               "driver.volumes.persistentVolumeClaim.data.mount.readOnly=true",
               "driver.volumes.persistentVolumeClaim.data.options.claimName=shared-data",
               "driver.volumes.hostPath.spark-local-dir-1.mount.path=/local1",
               "driver.volumes.hostPath.spark-local-dir-1.options.path=/mnt/nvme0",
               "driver.volumes.hostPath.hosttmp.mount.path=/host/tmp",
               "driver.volumes.hostPath.hosttmp.options.path=/var/tmp/spark",
               "driver.request.cores=1500m",
               "driver.limit.cores=2",
               "container.image.pullPolicy=Always",
               "spark.driver.memory=4g",
               "spark.driver.resource.gpu.amount=1",
               "spark.driver.resource.gpu.vendor=nvidia.com"});
}

TEST(RenderedDriver, HasItsScheduler) {
  expect_same("driver", "-yunikorn",
              {"scheduler.name=yunikorn", "driver.label.queue=root.analytics",
               "driver.annotation.yunikorn.apache.org/app-id={{APP_ID}}"});
}

TEST(RenderedDriver, HasAClaimMadeOnDemand) {
  const std::string claim = "driver.volumes.persistentVolumeClaim.spark-local-dir-9.";
  expect_same("driver", "-localstorage",
              {claim + "mount.path=/scratch/pvc", claim + "options.claimName=OnDemand",
               claim + "options.storageClass=fast", claim + "options.sizeLimit=10Gi"});
}

TEST(RenderedDriver, WithALongNameIsCutWhereSparkCuts) {
  const std::string name =
      "Nightly ETL customers 2026.11 (EU) - a very long application name that goes on and on and "
      "on";
  const Rendering named = render_spark_submit(
      {"--master", "k8s://https://kube", "--deploy-mode", "cluster", "--name", name, "-c",
       "spark.kubernetes.container.image=registry.example.com/spark/spark-py:4.1.4", "--conf",
       "spark.kubernetes.namespace=spark-jobs", "--conf",
       "spark.kubernetes.authenticate.driver.serviceAccountName=spark",
       "local:///opt/spark/examples/src/main/python/pi.py", "10"},
      context());
  EXPECT_EQ(comparable(named.driver), comparable(recorded("spark-submit-4.1.4-driver-longname")));
}

TEST(RenderedExecutor, IsTheRecordedOne) {
  expect_same("executor", "", {});
}

TEST(RenderedExecutor, HasItsTemplate) {
  expect_same("executor", "-template",
              {"executor.podTemplateFile=/executor.yaml",
               "executor.podTemplateContainerName=spark-kubernetes-executor"});
}

TEST(RenderedExecutor, HasSecrets) {
  expect_same("executor", "-secrets",
              {"executor.secrets.aws-credentials=/mnt/secrets/aws",
               "executor.secretKeyRef.AWS_ACCESS_KEY_ID=aws-credentials:key",
               "container.image.pullSecrets=registry-pull"});
}

TEST(RenderedExecutor, HasItsScheduler) {
  expect_same("executor", "-yunikorn",
              {"scheduler.name=yunikorn", "executor.label.queue=root.analytics",
               "executor.annotation.yunikorn.apache.org/app-id={{APP_ID}}"});
}

TEST(RenderedExecutor, HasAllThatAConfGives) {
  const std::string claim = "executor.volumes.persistentVolumeClaim.spark-local-dir-1.";
  expect_same("executor", "-full",
              {"node.selector.type=compute",
               "executor.node.selector.lifecycle=spot",
               "executor.label.cost-center=cc-42",
               "executor.annotation.prometheus.io/scrape=true",
               "executor.scheduler.name=yunikorn",
               "authenticate.executor.serviceAccountName=spark-exec",
               "container.image.pullSecrets=registry-pull",
               "executor.volumes.emptyDir.cache.mount.path=/cache",
               "executor.volumes.emptyDir.cache.options.medium=Memory",
               "executor.volumes.hostPath.hosttmp.mount.path=/host/tmp",
               "executor.volumes.hostPath.hosttmp.options.path=/var/tmp/spark",
               claim + "mount.path=/scratch",
               claim + "options.claimName=OnDemand",
               "executor.request.cores=3500m",
               "executor.limit.cores=4",
               "spark.executor.cores=4",
               "spark.executor.memory=8g",
               "spark.executor.memoryOverhead=3g",
               "spark.executor.resource.gpu.amount=1",
               "spark.executor.resource.gpu.vendor=nvidia.com",
               "spark.executor.extraJavaOptions=-XX:+UseG1GC",
               "spark.executorEnv.DB_PASSWORD=dummy-password",
               "spark.decommission.enabled=true",
               "spark.authenticate=true"});
}

}  // namespace
}  // namespace sparkgate::render
