#include "render/render.h"

#include <utility>

#include "render/account.h"
#include "render/common_steps.h"
#include "render/differences.h"
#include "render/driver_pod.h"
#include "render/executor_pod.h"
#include "render/fields.h"
#include "render/operator_webhook.h"
#include "render/spark_application.h"
#include "render/spark_submit.h"

namespace sparkgate::render {
namespace {

using nlohmann::json;

Rendering pods_of(const Application& app, Account& account) {
  Rendering result;
  std::string directories;
  if (app.cluster_mode) {
    SparkPod driver = driver_pod(app, account);
    directories = local_dirs(driver);
    result.driver = finished(std::move(driver));
  }
  result.executor = finished(executor_pod(app, directories, account));
  for (const char* difference : kDifferences) account.note(difference);
  return result;
}

/// What `make` makes of texts that people wrote: a template may have anything anywhere.
template <class Make>
Rendering guarded(Make make, Account& account) {
  try {
    return make();
  } catch (const json::exception&) {
    account.mistake("a pod template has a field of another type than pods have");
    return {};
  }
}

void settle(Rendering& result, Account& account) {
  result.notes = std::move(account.notes);
  result.mistakes = std::move(account.mistakes);
  if (!result.mistakes.empty()) result.driver = result.executor = nullptr;
}

}  // namespace

bool is_spark_application(const json& document) {
  const json kind = document.is_object() ? document.value("kind", json()) : json();
  return kind == "SparkApplication" || kind == "ScheduledSparkApplication";
}

Rendering render_spark_application(const json& document, const Context& context) {
  Account account;
  Rendering result;
  const std::string version = Fields(document, "", account).text("apiVersion");
  if (version != "sparkoperator.k8s.io/v1beta2") {
    account.mistake("apiVersion: sparkoperator.k8s.io/v1beta2 is rendered, not " + version);
    settle(result, account);
    return result;
  }
  const bool scheduled = document.value("kind", json()) == "ScheduledSparkApplication";
  const json run = scheduled ? next_run(document, account) : document;
  const Application app = read_spark_application(run, context, account);
  const auto make = [&] {
    Rendering pods = pods_of(app, account);
    const Fields fields(run, "", account);
    if (!pods.driver.is_null()) add_as_operator_webhook(pods.driver, fields, "driver", account);
    add_as_operator_webhook(pods.executor, fields, "executor", account);
    return pods;
  };
  if (account.mistakes.empty()) result = guarded(make, account);
  settle(result, account);
  return result;
}

Rendering render_spark_submit(const std::vector<std::string>& arguments, const Context& context) {
  Account account;
  const Application app = read_spark_submit(arguments, context, account);
  Rendering result;
  if (account.mistakes.empty()) {
    result = guarded([&] { return pods_of(app, account); }, account);
  }
  settle(result, account);
  return result;
}

}  // namespace sparkgate::render
