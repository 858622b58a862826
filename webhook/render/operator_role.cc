#include "render/operator_role.h"

#include <map>
#include <utility>
#include <vector>

#include "render/names.h"
#include "render/spark_application.h"

namespace sparkgate::render {
namespace {

using nlohmann::json;

/// Sets a conf to what is there.
void take(Conf& conf, const std::string& key, const std::string& value) {
  if (!value.empty()) conf.set(key, value);
}

void take_sizes(const Fields& fields, const std::string& role, Conf& conf) {
  const std::string spark = "spark." + role + ".";
  const std::string kubernetes = "spark.kubernetes." + role + ".";
  take(conf, spark + "cores", fields.number("cores"));
  take(conf, kubernetes + "request.cores", fields.text("coreRequest"));
  take(conf, kubernetes + "limit.cores", fields.text("coreLimit"));
  take(conf, spark + "memory", fields.text("memory"));
  take(conf, spark + "memoryOverhead", fields.text("memoryOverhead"));
  take(conf, spark + "extraJavaOptions", fields.text("javaOptions"));
  take(conf, "spark.kubernetes.authenticate." + role + ".serviceAccountName",
       fields.text("serviceAccount"));
  if (role == "executor") take(conf, spark + "instances", fields.number("instances"));
}

/// Labels of the SparkApplication itself are on its pods, but for Kueue's.
void take_metadata(const Fields& document, const std::string& role, Conf& conf) {
  const Fields fields = document.object("spec").object(role);
  const std::string label = "spark.kubernetes." + role + ".label.";
  const Fields metadata = document.object("metadata");
  const std::string prefix = label + kOperatorPrefix;
  conf.set(prefix + "app-name", metadata.text("name"));
  conf.set(prefix + "launched-by-spark-operator", "true");
  if (!fields.has("template")) conf.set(prefix + "mutated-by-spark-operator", "true");
  conf.set(prefix + "submission-id", std::string(kNoUid));
  for (const auto& [key, value] : metadata.texts_by_name("labels")) {
    if (!key.starts_with("kueue.x-k8s.io/")) conf.set(label + key, value);
  }
  for (const auto& [key, value] : fields.texts_by_name("labels")) conf.set(label + key, value);
  const std::string annotation = "spark.kubernetes." + role + ".annotation.";
  for (const auto& [key, value] : fields.texts_by_name("annotations")) {
    conf.set(annotation + key, value);
  }
}

void take_env(const Fields& fields, const std::string& role, Conf& conf) {
  const std::string prefix =
      role == "driver" ? "spark.kubernetes.driverEnv." : "spark.executorEnv.";
  for (const auto& [key, value] : fields.texts_by_name("envVars")) conf.set(prefix + key, value);
  const Fields references = fields.object("envSecretKeyRefs");
  for (const auto& [key, value] : references.value().items()) {
    const Fields reference = references.object(key);
    conf.set("spark.kubernetes." + role + ".secretKeyRef." + key,
             reference.text("name") + ":" + reference.text("key"));
  }
  for (const Fields& secret : fields.objects("secrets")) {
    const std::string path = secret.text("path");
    const std::string type = secret.text("secretType");
    conf.set("spark.kubernetes." + role + ".secrets." + secret.text("name"), path);
    if (type == "GCPServiceAccount") {
      conf.set(prefix + "GOOGLE_APPLICATION_CREDENTIALS", path + "/key.json");
    } else if (type == "HadoopDelegationToken") {
      conf.set(prefix + "HADOOP_TOKEN_FILE_LOCATION", path + "/hadoop.token");
    }
  }
}

/// What of a volume's source goes into confs, by its type.
const std::map<std::string, std::vector<const char*>> kVolumeOptions = {
    {"emptyDir", {"sizeLimit", "medium"}},
    {"hostPath", {"path", "type"}},
    {"nfs", {"path", "server"}},
    {"persistentVolumeClaim", {"claimName"}}};

void take_local_volume(const Fields& volume, const Fields& mount, const std::string& role,
                       Conf& conf) {
  for (const auto& [type, options] : kVolumeOptions) {
    if (!volume.has(type)) continue;
    const std::string prefix =
        "spark.kubernetes." + role + ".volumes." + type + "." + volume.text("name") + ".";
    take(conf, prefix + "mount.path", mount.text("mountPath"));
    take(conf, prefix + "mount.subPath", mount.text("subPath"));
    if (mount.is_true("readOnly")) conf.set(prefix + "mount.readOnly", "true");
    const Fields source = volume.object(type);
    for (const char* option : options)
      take(conf, prefix + "options." + option, source.text(option));
    return;
  }
}

/// Volumes called spark-local-dir-* become Spark's own local directories.
void take_local_volumes(const Fields& spec, const std::string& role, Conf& conf, Account& account) {
  for (const Fields& mount : spec.object(role).objects("volumeMounts")) {
    const std::string name = mount.text("name");
    if (!name.starts_with("spark-local-dir-")) continue;
    bool found = false;
    for (const Fields& volume : spec.objects("volumes")) {
      if (volume.text("name") != name) continue;
      found = true;
      take_local_volume(volume, mount, role, conf);
    }
    if (!found) account.mistake(mount.path_of("name") + ": no volume of spec.volumes is " + name);
  }
}

}  // namespace

void take_role(const Fields& document, const std::string& role, Conf& conf, Account& account) {
  const Fields spec = document.object("spec");
  const Fields fields = spec.object(role);
  take_sizes(fields, role, conf);
  const std::string image = fields.text("image");
  take(conf, "spark.kubernetes." + role + ".container.image",
       image.empty() ? spec.text("image") : image);
  take_metadata(document, role, conf);
  take_env(fields, role, conf);
  take_local_volumes(spec, role, conf, account);
}

json operator_template(const Fields& document, const std::string& role) {
  const Fields fields = document.object("spec").object(role);
  json pod = fields.object("template").value();
  if (pod.empty()) {
    pod = {{"spec", {{"containers", json::array({{{"name", "spark-kubernetes-" + role}}})}}}};
  }
  json owner = {{"apiVersion", "sparkoperator.k8s.io/v1beta2"},
                {"kind", "SparkApplication"},
                {"name", document.object("metadata").text("name")},
                {"uid", kNoUid}};
  if (role == "driver") owner.update({{"controller", true}, {"blockOwnerDeletion", true}});
  if (!pod.contains("metadata") || !pod["metadata"].is_object()) pod["metadata"] = json::object();
  json& owners = pod["metadata"]["ownerReferences"];
  if (!owners.is_array()) owners = json::array();
  owners.push_back(std::move(owner));
  return pod;
}

}  // namespace sparkgate::render
