#include "cli/pod_options.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "policyfile/load.h"
#include "render/version.h"

namespace sparkgate::cli {
namespace {

void add_request_flags(CLI::App& command, RequestFlags& flags) {
  command.add_option("-n,--namespace", flags.namespace_name,
                     "Namespace of the pods (default: the one they name, else `default`)");
  auto* user = command.add_option("--user", flags.user, "Who sends the pods");
  auto* group = command.add_option("--group", flags.groups, "A group of the sender; repeatable");
  command
      .add_option("--service-account", flags.service_account,
                  "The service account that sends the pods")
      ->type_name("NAMESPACE:NAME")
      ->check([](const std::string& text) {
        const auto colon = text.find(':');
        const bool good = colon != std::string::npos && colon > 0 && colon + 1 < text.size();
        return good ? "" : "must be NAMESPACE:NAME";
      })
      ->excludes(user)
      ->excludes(group);
  command.add_option("--operation", flags.operation, "What is done to the pods (default CREATE)")
      ->check(CLI::IsMember({"CREATE", "UPDATE", "DELETE"}));
  command
      .add_option("--spark-version", flags.spark_version,
                  "The Spark that makes the pods of applications (default: what they say)")
      ->type_name("VERSION")
      ->check([](const std::string& text) {
        return render::read_version(text) ? "" : "must be a version such as 4.1.4";
      });
}

}  // namespace

void add_pod_options(CLI::App& command, PodOptions& options) {
  command.add_option("-p,--policies", options.policies, "Policy directory or file")
      ->required()
      ->type_name("PATH");
  options.filename = command
                         .add_option("-f,--filename", options.files,
                                     "Pods, Lists, AdmissionReviews, SparkApplications or "
                                     "ScheduledSparkApplications, YAML or JSON; - is stdin")
                         ->required()
                         ->type_name("FILE");
  add_request_flags(command, options.request);
}

std::shared_ptr<const decision::PolicySet> load_or_explain(const std::string& path) {
  Result<policyfile::Loaded> loaded = policyfile::load_path(path);
  if (!loaded) {
    std::cerr << "sparkgate: " << loaded.error().message << "\n";
    return nullptr;
  }
  if (loaded->policies && loaded->policies->policies().empty()) {
    std::cerr << "sparkgate: " << path << ": no SparkPolicy in it\n";
    return nullptr;
  }
  if (loaded->policies) return loaded->policies;
  for (const policyfile::Issue& issue : loaded->issues) {
    if (issue.severity() == policyfile::Severity::error) std::cerr << policyfile::text_of(issue);
  }
  return nullptr;
}

}  // namespace sparkgate::cli
