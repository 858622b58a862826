#include "render/complete.h"

#include <string>
#include <string_view>

#include "render/known_confs.h"

namespace sparkgate::render {
namespace {

constexpr std::string_view kUpload = "spark.kubernetes.file.upload.path";

/// Whose Spark makes the pods: the flag's, the text's, the image's, or the newest known.
void settle_version(Application& app, const std::optional<Version>& hint, const Context& context,
                    Account& account) {
  const std::string image =
      app.conf.get({"spark.kubernetes.driver.container.image", "spark.kubernetes.container.image"});
  const auto of_image = version_of_image(image);
  const auto found = context.version ? context.version : hint ? hint : of_image;
  app.version = found ? *found : *read_version(kNewestSpark);
  if (!found) {
    account.note("no version of Spark is named: pods as Spark " + std::string(kNewestSpark) +
                 " makes them; --spark-version names another");
  }
  if (!app.version.at_least(3, 1)) {
    account.note("Spark " + app.version.text + " is older than 3.1: pods as 3.1 makes them");
  }
  if (app.version.at_least(4, 4)) {
    account.note("Spark " + app.version.text + " is newer than " + std::string(kNewestSpark) +
                 ": pods as that one makes them");
  }
}

void settle_language(Application& app, Account& account) {
  if (app.resource.ends_with(".py")) {
    app.language = Language::python;
    app.main_class = "org.apache.spark.deploy.PythonRunner";
  } else if (app.resource.ends_with(".R") || app.resource.ends_with(".r")) {
    app.language = Language::r;
    app.main_class = "org.apache.spark.deploy.RRunner";
  } else if (app.main_class.empty()) {
    account.mistake("no main class for " + app.resource + ": --class (mainClass) is needed");
  }
}

/// A file of the submitter reaches the driver by a folder that both see.
void settle_upload(Application& app, Account& account) {
  const auto colon = app.resource.find(':');
  const std::string scheme = colon == app.resource.npos ? "" : app.resource.substr(0, colon);
  const bool of_submitter = scheme.empty() || scheme == "file";
  if (!app.cluster_mode || !of_submitter || app.resource == "spark-internal") return;
  if (!app.conf.has(kUpload)) {
    account.mistake(app.resource + ": Spark uploads it, and " + std::string(kUpload) +
                    " is not set; local:// names a file of the image");
    return;
  }
  const std::string file = app.resource.substr(app.resource.rfind('/') + 1);
  app.resource =
      app.conf.get({kUpload}) + "/spark-upload-00000000-0000-0000-0000-000000000000/" + file;
}

void note_what_is_left_out(const Application& app, Account& account) {
  const Conf& conf = app.conf;
  if (!conf.with_prefix("spark.kerberos.").empty() ||
      !conf.with_prefix("spark.kubernetes.kerberos.").empty()) {
    account.note("Kerberos: its volumes and variables are left out");
  }
  for (const char* role : {"driver", "executor"}) {
    for (const char* key : {".pod.featureSteps", ".pod.excludedFeatureSteps"}) {
      const std::string name = std::string("spark.kubernetes.") + role + key;
      if (conf.has(name)) account.note(name + ": the classes are not run");
    }
  }
  const std::string allocator = conf.get({"spark.kubernetes.allocation.pods.allocator"}, "direct");
  if (allocator != "direct") {
    account.note("pods.allocator " + allocator +
                 ": executors are shown as Spark itself makes them");
  }
  if (app.cluster_mode && app.language != Language::jvm) {
    account.note("an application that names itself in its code has that name on its executors");
  }
}

}  // namespace

void complete(Application& app, const std::optional<Version>& hint, const Context& context,
              Account& account) {
  settle_version(app, hint, context, account);
  settle_language(app, account);
  settle_upload(app, account);
  note_unknown_confs(app.conf, account);
  note_what_is_left_out(app, account);
}

}  // namespace sparkgate::render
