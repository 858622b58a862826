#include <gtest/gtest.h>

#include "render/render.h"

namespace sparkgate::render {
namespace {

using Words = std::vector<std::string>;

Context context() {
  Context context;
  context.read_file = [](const std::string& path) -> Result<std::string> {
    if (path == "defaults.conf") {
      return std::string(
          "spark.executor.memory 2g\nspark.executor.cores 2\nspark.driver.memory 2g\n");
    }
    if (path.starts_with("spec: ") || path.starts_with("metadata: ")) return path;
    if (path == "broken.yaml") return std::string("spec: [\n");
    return Error{path + ": No such file or directory"};
  };
  return context;
}

/// What a sound command line begins with.
Rendering submitted(Words more, const Words& application = {"local:///a.jar"}) {
  Words words = {"--master",
                 "k8s://https://kube",
                 "--deploy-mode=cluster",
                 "--class",
                 "a.Main",
                 "--conf",
                 "spark.kubernetes.container.image=spark:4.1.4"};
  words.insert(words.end(), more.begin(), more.end());
  words.insert(words.end(), application.begin(), application.end());
  return render_spark_submit(words, context());
}

std::string env_of(const nlohmann::json& pod, const std::string& name) {
  for (const auto& variable : pod["spec"]["containers"][0]["env"]) {
    if (variable["name"] == name) return variable["value"];
  }
  return "";
}

void expect_mistake(const Words& more, const std::string& mistake) {
  const Rendering rendering = submitted(more);
  EXPECT_EQ(rendering.mistakes, Words{mistake});
  EXPECT_TRUE(rendering.executor.is_null());
}

TEST(SparkSubmit, OptionsBeatConfsAndConfsBeatTheFile) {
  const Rendering rendering =
      submitted({"--properties-file", "defaults.conf", "--executor-memory", "3g", "-c",
                 "spark.executor.memory=4g", "--conf=spark.executor.cores=5"});
  EXPECT_EQ(env_of(rendering.executor, "SPARK_EXECUTOR_MEMORY"), "3072m");
  EXPECT_EQ(env_of(rendering.executor, "SPARK_EXECUTOR_CORES"), "5");
  EXPECT_EQ(rendering.driver["spec"]["containers"][0]["resources"]["limits"]["memory"], "2432Mi");
}

TEST(SparkSubmit, SomeConfsBecomeVariables) {
  const Rendering rendering =
      submitted({"--conf", "spark.pyspark.python=py", "--conf", "spark.pyspark.driver.python=dpy",
                 "--conf", "spark.executor.extraClassPath=/jars/*", "--proxy-user", "etl"},
                {"local:///a.py"});
  EXPECT_EQ(env_of(rendering.driver, "PYSPARK_PYTHON"), "py");
  EXPECT_EQ(env_of(rendering.driver, "PYSPARK_DRIVER_PYTHON"), "dpy");
  EXPECT_EQ(env_of(rendering.driver, "SPARK_USER"), "etl");
  EXPECT_EQ(env_of(rendering.executor, "SPARK_CLASSPATH"), "/jars/*");
  const auto& args = rendering.driver["spec"]["containers"][0]["args"];
  EXPECT_EQ(args[1], "--proxy-user");
  EXPECT_EQ(args[2], "etl");
}

TEST(SparkSubmit, NewerSparksSetMore) {
  const auto container_of = [](const std::string& image) -> nlohmann::json {
    return submitted({"--conf", "spark.kubernetes.container.image=spark:" + image})
        .executor["spec"]["containers"][0];
  };
  EXPECT_EQ(container_of("4.2.0")["resizePolicy"].size(), 2U);
  EXPECT_EQ(container_of("4.1.4").count("resizePolicy"), 0U);
  EXPECT_EQ(container_of("4.3.0")["securityContext"],
            nlohmann::json({{"allowPrivilegeEscalation", false}}));
  EXPECT_EQ(container_of("4.2.0").count("securityContext"), 0U);
}

TEST(SparkSubmit, ReadsMoreConfsOfExecutors) {
  const std::string k = "spark.kubernetes.";
  const Rendering rendering = submitted(
      {"--conf", k + "executor.disableConfigMap=true", "--conf",
       k + "executor.terminationGracePeriodSeconds=2m", "--conf", k + "local.dirs.tmpfs=true",
       "--conf", k + "executor.useDriverPodIP=true", "--conf", "spark.blockManager.port=0",
       "--conf", k + "hadoop.configMapName=hadoop", "--conf", k + "executor.podNamePrefix=own"});
  const auto& spec = rendering.executor["spec"];
  EXPECT_EQ(spec["terminationGracePeriodSeconds"], 120);
  EXPECT_EQ(spec["hostname"], "own-exec-1");
  EXPECT_EQ(spec["volumes"].dump(),
            R"([{"configMap":{"name":"hadoop"},"name":"hadoop-properties"},)"
            R"({"emptyDir":{"medium":"Memory"},"name":"spark-local-dir-1"}])");
  EXPECT_EQ(spec["containers"][0].count("ports"), 0U);
  EXPECT_EQ(env_of(rendering.executor, "HADOOP_CONF_DIR"), "/opt/hadoop/conf");
  EXPECT_EQ(env_of(rendering.executor, "SPARK_DRIVER_URL"),
            "spark://CoarseGrainedScheduler@0.0.0.0:7078");
}

TEST(SparkSubmit, WhatFollowsTheApplicationIsItsOwn) {
  const Rendering rendering = submitted({}, {"local:///a.jar", "--conf", "x", "-c"});
  const auto& args = rendering.driver["spec"]["containers"][0]["args"];
  EXPECT_EQ(args.dump(),
            R"(["driver","--properties-file","/opt/spark/conf/spark.properties","--class",)"
            R"("a.Main","local:///a.jar","--conf","x","-c"])");
}

TEST(SparkSubmit, TakesTheNameFromTheClassOrTheFile) {
  const auto label = [](const Rendering& rendering) {
    return rendering.driver["metadata"]["labels"]["spark-app-name"];
  };
  EXPECT_EQ(label(submitted({})), "a-main");
  EXPECT_EQ(label(submitted({"--name", "My App"})), "my-app");
  EXPECT_EQ(label(submitted({"--class", ""}, {"local:///x/etl_job.py"})), "etl-job-py");
}

TEST(SparkSubmit, InClientModeMakesExecutorsOnly) {
  const Rendering rendering = submitted({"--deploy-mode", "client"});
  EXPECT_TRUE(rendering.driver.is_null());
  EXPECT_EQ(rendering.executor["metadata"].count("ownerReferences"), 0U);
  EXPECT_EQ(rendering.notes[1], "client mode: Spark makes no driver pod, only executors");
}

TEST(SparkSubmit, MakesThePodsOfItsVersion) {
  const auto version_of = [](Context asked, const std::string& image) {
    const Rendering rendering = render_spark_submit(
        {"--master", "k8s://x", "--deploy-mode", "cluster", "--class", "a", "--conf",
         "spark.kubernetes.container.image=" + image, "local:///a.jar"},
        asked);
    return rendering.executor["metadata"]["labels"]["spark-version"];
  };
  Context asked = context();
  EXPECT_EQ(version_of(asked, "spark:3.5.9-java17"), "3.5.9");
  EXPECT_EQ(version_of(asked, "spark"), "4.3.0");
  asked.version = read_version("4.2.1");
  EXPECT_EQ(version_of(asked, "spark:3.5.9"), "4.2.1");
}

TEST(SparkSubmit, FilesOfTheSubmitterAreUploaded) {
  const Rendering rendering =
      submitted({"--conf", "spark.kubernetes.file.upload.path=s3a://b/up"}, {"jobs/a.jar"});
  EXPECT_EQ(rendering.driver["spec"]["containers"][0]["args"].back(),
            "s3a://b/up/spark-upload-00000000-0000-0000-0000-000000000000/a.jar");
  EXPECT_EQ(submitted({}, {"jobs/a.jar"}).mistakes,
            Words{"jobs/a.jar: Spark uploads it, and spark.kubernetes.file.upload.path is not set; "
                  "local:// names a file of the image"});
}

TEST(SparkSubmit, RefusesWhatItCannotRead) {
  expect_mistake({"--executor-memry", "1g"},
                 "argument 8: spark-submit has no option --executor-memry that makes pods, did you "
                 "mean '--executor-memory'?");
  expect_mistake({"--conf", "spark.x"}, "argument 9: --conf takes KEY=VALUE, not 'spark.x'");
  expect_mistake({"--properties-file", "gone.conf"},
                 "--properties-file: gone.conf: No such file or directory");
  EXPECT_EQ(render_spark_submit({"--name"}, context()).mistakes,
            Words{"argument 1: --name needs a value"});
  EXPECT_EQ(render_spark_submit({}, context()).mistakes,
            Words{"no application: a jar, .py or .R is needed"});
  EXPECT_EQ(submitted({"--master", "yarn"}).mistakes,
            Words{"--master yarn: pods are made by k8s://… only"});
}

TEST(SparkSubmit, RefusesTemplatesThatAreNoPods) {
  const auto mistakes = [](const std::string& pod_template) {
    return submitted({"--conf", "spark.kubernetes.driver.podTemplateFile=" + pod_template})
        .mistakes;
  };
  const Words another_type = {"a pod template has a field of another type than pods have"};
  EXPECT_EQ(mistakes("metadata: {labels: 5}"), another_type);
  EXPECT_EQ(mistakes("spec: {nodeSelector: [], containers: [{volumeMounts: [1]}]}"), another_type);
  EXPECT_EQ(mistakes("spec: {containers: [{volumeMounts: [{name: 1}]}]}"), another_type);
  EXPECT_EQ(mistakes("spec: {containers: [{env: [1]}]}"), another_type);
  EXPECT_EQ(mistakes("spec: {containers: [{env: [{value: x}]}]}"), Words());
  EXPECT_EQ(mistakes("spec: {containers: [1]}"), Words{"the pod template of the driver is no pod"});
}

TEST(SparkSubmit, RefusesValuesThatSparkRefuses) {
  const std::string k = "spark.kubernetes.driver.";
  const auto conf = [&](const std::string& setting) { return Words{"--conf", k + setting}; };
  expect_mistake({"--driver-memory", "lots"},
                 "spark.driver.memory: 'lots' is no amount of memory such as 512m or 4g");
  expect_mistake(conf("request.cores=many"),
                 k + "request.cores: 'many' is no amount such as 500m or 2");
  expect_mistake(conf("label.spark-role=x"),
                 k + "label.spark-role: Spark keeps this label to itself");
  expect_mistake(conf("secretKeyRef.A=b"), k + "secretKeyRef.A: 'b' is not SECRET:KEY");
  expect_mistake(conf("volumes.hostPath.a.mount.path=/a"),
                 k + "volumes.hostPath.a.options.path: needed, and not set");
  expect_mistake(conf("volumes.csi.a.mount.path=/a"),
                 k + "volumes.csi.a.: Spark knows emptyDir, hostPath, nfs and "
                     "persistentVolumeClaim, and no csi");
  expect_mistake(conf("podTemplateFile=gone.yaml"),
                 k + "podTemplateFile: gone.yaml: No such file or directory");
  expect_mistake(conf("podTemplateFile=s3a://b/t.yaml"),
                 k + "podTemplateFile: s3a://b/t.yaml is not on this machine");
  EXPECT_EQ(submitted(conf("podTemplateFile=broken.yaml")).mistakes[0].substr(0, 12),
            "broken.yaml:");
  expect_mistake({"--conf", "spark.ui.port=x"}, "spark.ui.port: 'x' is no port");
  const std::string missing = ": spark.kubernetes.container.image is not set";
  EXPECT_EQ(submitted({"--conf", "spark.kubernetes.container.image="}).mistakes,
            (Words{"no image for the driver" + missing, "no image for the executor" + missing}));
}

}  // namespace
}  // namespace sparkgate::render
