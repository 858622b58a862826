#include "render/spark_application.h"

#include <string>
#include <string_view>
#include <utility>

#include "render/complete.h"
#include "render/fields.h"
#include "render/names.h"
#include "render/operator_additions.h"
#include "render/operator_role.h"

namespace sparkgate::render {
namespace {

using nlohmann::json;

/// Fields that the definition of the resource demands.
void check_shape(const Fields& spec, Account& account) {
  for (const char* key : {"type", "sparkVersion", "driver", "executor"}) {
    if (!spec.has(key)) account.mistake(spec.path_of(key) + ": needed, and not there");
  }
  const std::string type = spec.text("type");
  if (!type.empty() && type != "Java" && type != "Scala" && type != "Python" && type != "R") {
    account.mistake(spec.path_of("type") + ": Java, Scala, Python or R, not " + type);
  }
}

void take_mode(const Fields& spec, Application& app, Account& account) {
  const std::string mode = spec.text("mode");
  app.cluster_mode = mode != "client";
  if (mode == "client" || mode == "in-cluster-client") {
    account.note("spec.mode " + mode + ": the operator makes no driver pod; only executors");
    app.cluster_mode = false;
  } else if (!mode.empty() && mode != "cluster") {
    account.mistake("spec.mode: cluster or client, not " + mode);
  }
}

void take_image(const Fields& spec, Conf& conf) {
  const std::string key = "spark.kubernetes.container.image";
  if (const auto image = spec.text("image"); !image.empty()) conf.set(key, image);
  if (const auto policy = spec.text("imagePullPolicy"); !policy.empty()) {
    conf.set(key + ".pullPolicy", policy);
  }
  std::string secrets;
  for (const std::string& secret : spec.texts("imagePullSecrets")) {
    secrets += (secrets.empty() ? "" : ",") + secret;
  }
  if (!secrets.empty()) conf.set(key + ".pullSecrets", secrets);
}

void take_confs(const Fields& spec, Conf& conf) {
  for (const auto& [key, value] : spec.texts_by_name("sparkConf")) conf.set(key, value);
  for (const auto& [key, value] : spec.texts_by_name("hadoopConf")) {
    conf.set("spark.hadoop." + key, value);
  }
  if (const auto factor = spec.text("memoryOverheadFactor"); !factor.empty()) {
    conf.set_default("spark.kubernetes.memoryOverheadFactor", factor);
  }
  if (const auto version = spec.text("pythonVersion"); !version.empty()) {
    conf.set_default("spark.kubernetes.pyspark.pythonVersion", version);
  }
}

/// The driver's name is the operator's to give.
void name_driver(const Fields& spec, const std::string& name, Conf& conf) {
  const std::string key = "spark.kubernetes.driver.pod.name";
  std::string pod = spec.object("driver").text("podName");
  if (pod.empty()) pod = conf.get({key});
  conf.set(key, pod.empty() ? name + "-driver" : pod);
}

void take_roles(const Fields& document, Application& app, Account& account) {
  const Fields spec = document.object("spec");
  const std::string name = document.object("metadata").text("name");
  name_driver(spec, name, app.conf);
  app.driver_template = operator_template(document, "driver");
  app.executor_template = operator_template(document, "executor");
  for (const char* role : {"driver", "executor"}) {
    const std::string prefix = std::string("spark.kubernetes.") + role + ".";
    app.conf.set(prefix + "podTemplateContainerName", std::string("spark-kubernetes-") + role);
    take_role(document, role, app.conf, account);
  }
  app.conf.set("spark.kubernetes.executor.podTemplateFile", "the operator's");
  for (const auto& [key, value] : spec.texts_by_name("nodeSelector")) {
    app.conf.set("spark.kubernetes.node.selector." + key, value);
  }
}

}  // namespace

json next_run(const json& scheduled, Account& account) {
  const Fields document(scheduled, "", account);
  const Fields metadata = document.object("metadata");
  const Fields spec = document.object("spec");
  if (!spec.has("template")) account.mistake("spec.template: needed, and not there");
  const std::string name = metadata.text("name");
  json labels = metadata.object("labels").value();
  labels.emplace(std::string(kOperatorPrefix) + "scheduled-app-name", name);
  json run = {{"apiVersion", scheduled.value("apiVersion", json())},
              {"kind", "SparkApplication"},
              {"metadata", {{"name", name + "-0"}, {"labels", std::move(labels)}}},
              {"spec", spec.object("template").value()}};
  const std::string space = metadata.text("namespace");
  if (!space.empty()) run["metadata"]["namespace"] = space;
  return run;
}

Application read_spark_application(const json& document, const Context& context, Account& account) {
  Application app;
  const json defaulted = with_operator_additions(document, account);
  const Fields fields(defaulted, "", account);
  const Fields metadata = fields.object("metadata");
  const Fields spec = fields.object("spec");
  if (metadata.text("name").empty()) account.mistake("metadata.name: needed, and not there");
  check_shape(spec, account);
  take_mode(spec, app, account);
  const std::string space = metadata.text("namespace");
  take_image(spec, app.conf);
  take_confs(spec, app.conf);
  app.conf.set("spark.app.name", metadata.text("name"));
  app.conf.set("spark.kubernetes.namespace", space.empty() ? context.namespace_name : space);
  take_roles(fields, app, account);
  app.main_class = spec.text("mainClass");
  app.resource = spec.text("mainApplicationFile");
  app.proxy_user = spec.text("proxyUser");
  app.arguments = spec.texts("arguments");
  if (app.resource.empty()) account.mistake("spec.mainApplicationFile: needed, and not there");
  if (account.mistakes.empty()) {
    complete(app, read_version(spec.text("sparkVersion")), context, account);
  }
  return app;
}

}  // namespace sparkgate::render
