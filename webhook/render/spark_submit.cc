#include "render/spark_submit.h"

#include <map>
#include <string_view>
#include <utility>

#include "policyfile/suggest.h"
#include "render/complete.h"
#include "render/template.h"

namespace sparkgate::render {
namespace {

/// Options that are short for a conf; empty: they say nothing of pods.
const std::map<std::string_view, std::string_view, std::less<>> kOptions = {
    {"--archives", "spark.archives"},
    {"--class", ""},
    {"--conf", ""},
    {"--deploy-mode", "spark.submit.deployMode"},
    {"--driver-class-path", "spark.driver.extraClassPath"},
    {"--driver-cores", "spark.driver.cores"},
    {"--driver-java-options", "spark.driver.extraJavaOptions"},
    {"--driver-library-path", "spark.driver.extraLibraryPath"},
    {"--driver-memory", "spark.driver.memory"},
    {"--exclude-packages", "spark.jars.excludes"},
    {"--executor-cores", "spark.executor.cores"},
    {"--executor-memory", "spark.executor.memory"},
    {"--files", "spark.files"},
    {"--jars", "spark.jars"},
    {"--keytab", "spark.kerberos.keytab"},
    {"--master", "spark.master"},
    {"--name", "spark.app.name"},
    {"--num-executors", "spark.executor.instances"},
    {"--packages", "spark.jars.packages"},
    {"--principal", "spark.kerberos.principal"},
    {"--properties-file", ""},
    {"--proxy-user", ""},
    {"--py-files", "spark.submit.pyFiles"},
    {"--queue", "spark.yarn.queue"},
    {"--remote", "spark.remote"},
    {"--repositories", "spark.jars.repositories"},
    {"--total-executor-cores", "spark.cores.max"},
};

constexpr std::string_view kSwitches[] = {"--load-spark-defaults", "--supervise", "--verbose",
                                          "-v"};

std::vector<std::string_view> known_options() {
  std::vector<std::string_view> known(std::begin(kSwitches), std::end(kSwitches));
  for (const auto& [name, key] : kOptions) known.push_back(name);
  return known;
}

/// Reads a command line from left to right.
class Reader {
 public:
  Reader(const std::vector<std::string>& words, Application& app, Account& account)
      : words_(words), app_(app), account_(account) {}

  /// Options, then the resource and its arguments.
  void read() {
    while (at_ < words_.size() && words_[at_].starts_with('-')) {
      if (!option(words_[at_++])) return;
    }
    if (at_ == words_.size()) return account_.mistake("no application: a jar, .py or .R is needed");
    app_.resource = words_[at_++];
    app_.arguments.assign(words_.begin() + static_cast<std::ptrdiff_t>(at_), words_.end());
  }

  /// Confs of options beat those of --conf, and those beat the properties file's.
  void settle(const std::vector<std::pair<std::string, std::string>>& properties) {
    for (const auto& [key, value] : properties) app_.conf.set(key, value);
    for (const auto& [key, value] : confs_) app_.conf.set(key, value);
    for (const auto& [key, value] : options_) app_.conf.set(key, value);
  }

  const std::string& properties_file() const { return properties_file_; }

 private:
  std::string place() const { return "argument " + std::to_string(at_) + ": "; }

  /// False when the rest cannot be read.
  bool option(const std::string& word) {
    for (const std::string_view name : kSwitches) {
      if (word == name) return true;
    }
    const auto equals = word.starts_with("--") ? word.find('=') : word.npos;
    std::string name = word.substr(0, equals);
    if (name == "-c") name = "--conf";
    const auto known = kOptions.find(name);
    if (known == kOptions.end()) {
      account_.mistake(place() + "spark-submit has no option " + name + " that makes pods" +
                       policyfile::did_you_mean(name, known_options()));
      return false;
    }
    if (equals == word.npos && at_ == words_.size()) {
      account_.mistake(place() + name + " needs a value");
      return false;
    }
    take(name, known->second, equals == word.npos ? words_[at_++] : word.substr(equals + 1));
    return true;
  }

  void take(const std::string& name, std::string_view key, const std::string& value) {
    if (name == "--conf") return take_conf(value);
    if (name == "--class") app_.main_class = value;
    if (name == "--proxy-user") app_.proxy_user = value;
    if (name == "--properties-file") properties_file_ = value;
    if (!key.empty()) options_[std::string(key)] = value;
  }

  void take_conf(const std::string& setting) {
    const auto equals = setting.find('=');
    if (equals == setting.npos) {
      return account_.mistake(place() + "--conf takes KEY=VALUE, not '" + setting + "'");
    }
    const std::string key = setting.substr(0, equals);
    if (key.starts_with("spark.")) confs_[key] = setting.substr(equals + 1);
    if (!key.starts_with("spark.")) account_.note("Spark ignores " + key + ": no spark.* key");
  }

  const std::vector<std::string>& words_;
  Application& app_;
  Account& account_;
  std::size_t at_ = 0;  // the word that is read next; from 1, the one that was read last
  std::map<std::string, std::string> confs_, options_;
  std::string properties_file_;
};

void check_mode(Application& app, Account& account) {
  const std::string master = app.conf.get({"spark.master"});
  if (!master.starts_with("k8s://")) {
    account.mistake("--master " + (master.empty() ? "is missing" : master) +
                    ": pods are made by k8s://… only");
  }
  const std::string mode = app.conf.get({"spark.submit.deployMode"}, "client");
  app.cluster_mode = mode == "cluster";
  if (mode != "cluster" && mode != "client") {
    account.mistake("--deploy-mode is cluster or client, not " + mode);
  }
  if (mode == "client") {
    account.note("client mode: Spark makes no driver pod, only executors");
  }
}

/// The name of an application that has none: its class, else its file.
void name_application(Application& app) {
  const std::string file = app.resource.substr(app.resource.rfind('/') + 1);
  app.conf.set_default("spark.app.name", app.main_class.empty() ? file : app.main_class);
}

}  // namespace

Application read_spark_submit(const std::vector<std::string>& arguments, const Context& context,
                              Account& account) {
  Application app;
  Reader reader(arguments, app, account);
  reader.read();
  std::vector<std::pair<std::string, std::string>> properties;
  if (const std::string& file = reader.properties_file(); !file.empty()) {
    Result<std::string> text = context.read_file(file);
    if (text) properties = read_properties(*text);
    if (!text) account.mistake("--properties-file: " + text.error().message);
  } else {
    account.note("no spark-defaults.conf is read: --properties-file names one");
  }
  reader.settle(properties);
  if (!account.mistakes.empty()) return app;
  check_mode(app, account);
  name_application(app);
  app.conf.set_default("spark.kubernetes.namespace", context.namespace_name);
  if (app.cluster_mode) app.driver_template = read_template(app.conf, "driver", context, account);
  app.executor_template = read_template(app.conf, "executor", context, account);
  complete(app, std::nullopt, context, account);
  return app;
}

}  // namespace sparkgate::render
