#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "cli/command.h"
#include "cli/explain.h"
#include "cli/explain_field.h"
#include "cli/pod_options.h"
#include "cli/print_explained.h"
#include "cli/print_field.h"

namespace sparkgate::cli {
namespace {

struct Options {
  PodOptions pods;
  std::string output = "text";
  std::string field;
};

/// Prints the answer about one object; whether its input is sound.
template <class Answer>
bool print(const Answer& answer, const Options& options, const Colours& colours) {
  if (options.output == "json") {
    print_json(std::cout, answer);
  } else {
    print_text(std::cout, answer, colours);
  }
  return answer.error.empty();
}

int explain_all(const Options& options) {
  const auto policies = load_or_explain(options.pods.policies);
  if (!policies) return kUsage;
  int exit_code = kFine;
  const Colours colours;
  for (const std::string& file : options.pods.files) {
    for (const Input& input : read_input(file, options.pods.request)) {
      const bool sound =
          options.field.empty()
              ? print(explain(input, *policies), options, colours)
              : print(explain_field(input, *policies, options.field), options, colours);
      if (!sound) exit_code = kUsage;
    }
  }
  return exit_code;
}

}  // namespace

void add_explain(CLI::App& app, std::function<int()>& run) {
  auto* command = app.add_subcommand(
      "explain", "Tell which policies apply to pods, what each does, and why others do not");
  auto options = std::make_shared<Options>();
  add_pod_options(*command, options->pods);
  command->add_option("-o,--output", options->output, "text, or json: a line an object")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command
      ->add_option("--field", options->field,
                   "Tell of one place in the pod who set it, and who wanted to")
      ->type_name("PATH");
  command->footer(
      "Policies that apply come first, the strongest at the top, with priority, mode and place.\n"
      "Below each:\n"
      "  because     a condition of `match` that the pod answers\n"
      "  gives       an operation of the patch, and the file and line that ask for it\n"
      "  beats       another policy's value that it kept out: overrides beat defaults, then the\n"
      "              higher priority wins\n"
      "  left out    what it asks for and does not get\n"
      "  owner       what became of `ownerReferences`\n"
      "  judges      a rule that looks at the pod as it will be stored, and its action;\n"
      "              `sparkgate dry-run` tells the verdict\n"
      "  recognises  it takes drivers without Spark's labels for drivers\n"
      "`would give` and `would beat` are what mode audit holds back. Policies that do not apply\n"
      "come last, each with the first condition that fails.\n"
      "\n"
      "--field takes fields with dots between them, and items by their merge key or as [0]:\n"
      "spec.priorityClassName, spec.containers.$spark.env.JAVA_HOME, metadata.labels.team.\n"
      "\n"
      "A Pod does not say who sends it: give --user, --group or --service-account. An\n"
      "AdmissionReview does; the flags say otherwise.\n"
      "\n"
      "  sparkgate explain -p policies -f pod.yaml -n analytics --user jane@corp.example\n"
      "  sparkgate explain -p policies -f pod.yaml --field spec.priorityClassName\n"
      "  kubectl get pods -n analytics -o yaml | sparkgate explain -p policies -f -\n"
      "\n"
      "Exit codes: 0 all explained, 2 broken input or policies.");
  command->callback([options, &run] { run = [options] { return explain_all(*options); }; });
}

}  // namespace sparkgate::cli
