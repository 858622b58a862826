#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/examine.h"
#include "cli/pod_options.h"
#include "cli/print_examined.h"
#include "cli/rendered.h"

namespace sparkgate::cli {
namespace {

struct Options {
  PodOptions pods;
  Printing printing;
  bool spark_submit = false;
  std::vector<std::string> submit_arguments;
};

std::vector<Input> inputs_of_submit(const Options& options) {
  const auto context = context_of(options.pods.request);
  return inputs_of(render::render_spark_submit(options.submit_arguments, context), "spark-submit",
                   1, options.pods.request);
}

/// Prints one answer; the exit code it asks for.
int print(const Examined& examined, const Printer& printer) {
  printer.print(std::cout, examined);
  if (!examined.error.empty()) return kUsage;
  return examined.allowed ? kFine : kFindings;
}

int dry_run(const Options& options) {
  const auto policies = load_or_explain(options.pods.policies);
  if (!policies) return kUsage;
  int exit_code = kFine;
  const Printer printer(options.printing);
  const auto answer = [&](const std::vector<Input>& inputs) {
    for (const Input& input : inputs) {
      exit_code = std::max(exit_code, print(examine(input, *policies), printer));
    }
  };
  for (const std::string& file : options.pods.files) answer(read_input(file, options.pods.request));
  if (options.spark_submit) answer(inputs_of_submit(options));
  return exit_code;
}

}  // namespace

void add_dry_run(CLI::App& app, std::function<int()>& run) {
  auto* command = app.add_subcommand("dry-run", "Show what the webhook would do to pods, and why");
  auto options = std::make_shared<Options>();
  add_pod_options(*command, options->pods);
  command
      ->add_option("-o,--output", options->printing.format,
                   "diff; yaml: the pod as stored; json: a line an object; patch: the JSON Patch; "
                   "review: the server's two answers, a line each")
      ->check(CLI::IsMember({"diff", "yaml", "json", "patch", "review"}))
      ->capture_default_str();
  command->add_flag("--show-pod", options->printing.show_pod,
                    "With -o json: add the pod as it would be stored");
  command->add_flag("--explain", options->printing.explain,
                    "Name policy, file and line of each change");
  auto* submit = command->add_flag("--spark-submit", options->spark_submit,
                                   "Show it for the pods that `spark-submit ARGS` would make");
  options->pods.filename->required(false);
  command->add_option("ARGS", options->submit_arguments, "Arguments of spark-submit, after --")
      ->needs(submit)
      ->type_name("");
  command->footer(
      "A SparkApplication is shown as the driver and the executor that it would make; a line\n"
      "`note:` tells what is approximate. The flags about the sender are the driver's; executors\n"
      "are sent by its service account.\n"
      "\n"
      "  sparkgate dry-run -p policies -f spark-pi.yaml -n analytics\n"
      "  sparkgate dry-run -p policies --spark-submit -- --master k8s://https://kube:6443 \\\n"
      "    --deploy-mode cluster --conf spark.kubernetes.container.image=apache/spark:4.1.4 \\\n"
      "    local:///opt/spark/examples/src/main/python/pi.py\n"
      "\n"
      "Exit codes: 0 all allowed, 1 something denied, 2 broken input or policies.");
  command->callback([options, &run] {
    const bool asked = options->spark_submit || !options->pods.files.empty();
    if (!asked) throw CLI::RequiredError("--filename or --spark-submit");
    run = [options] { return dry_run(*options); };
  });
}

}  // namespace sparkgate::cli
