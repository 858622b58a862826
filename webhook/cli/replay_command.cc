#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "base/cpus.h"
#include "cli/command.h"
#include "cli/pod_options.h"
#include "cli/print_replay.h"
#include "replay/run.h"

namespace sparkgate::cli {
namespace {

struct Options {
  std::string policies, against, output = "table";
  std::vector<std::string> files;
  std::size_t examples = 3;
  unsigned threads = 0;  // 0: all
};

void tell_problems(const replay::Report& report) {
  for (const std::string& problem : report.problems()) std::cerr << problem << "\n";
  if (const auto more = report.broken() - report.problems().size(); more > 0) {
    std::cerr << "and " << more << " more\n";
  }
}

int exit_code(const replay::Report& report, bool against) {
  if (report.broken() > 0) return kUsage;
  const auto denied = against ? replay::Kind::newly_denied : replay::Kind::denied;
  return report.pods(denied) > 0 ? kFindings : kFine;
}

int replay_all(const Options& options) {
  const auto policies = load_or_explain(options.policies);
  const bool compares = !options.against.empty();
  const auto against = compares ? load_or_explain(options.against) : nullptr;
  if (!policies || (compares && !against)) return kUsage;
  replay::Report report(options.examples);
  replay::run(options.files, {policies.get(), against.get()},
              options.threads > 0 ? options.threads : granted_cpus(), report);
  tell_problems(report);
  const Replayed replayed{report, policies->fingerprint(), against ? against->fingerprint() : ""};
  if (options.output == "json") {
    print_json(std::cout, replayed);
  } else {
    print_table(std::cout, replayed, Colours());
  }
  return exit_code(report, compares);
}

constexpr char kFooter[] =
    "FILE is read as what it holds, gzip and zstd by their content:\n"
    "  AdmissionReviews, one a line\n"
    "  the API server's audit log: of each pod that was created, at level Request or\n"
    "    RequestResponse, the object as it was sent; updates are skipped, for their pods before\n"
    "    are not there\n"
    "  Pods, one a line, or a List as `kubectl get pods -o json` writes it, which is read whole\n"
    "Lines over 16 MiB and Lists over 256 MiB are skipped. What is broken is told with its place,\n"
    "the first 10, and the rest goes on.\n"
    "\n"
    "Pods are decided as by the server, mutated and then validated, and counted by namespace,\n"
    "policy and rule. An owner is an application, with its driver and executors, or a controller;\n"
    "its first pod is the example. A pod with several findings is in several groups.\n"
    "\n"
    "  sparkgate replay -p policies reviews.ndjson\n"
    "  sparkgate replay -p new --against old audit.log audit-2026-11-30.log.gz\n"
    "  kubectl get pods -A -o json | sparkgate replay -p policies -\n"
    "\n"
    "Exit codes: 0 nothing denied (with --against: nothing newly denied), 1 something is,\n"
    "2 broken input or policies.";

}  // namespace

void add_replay(CLI::App& app, std::function<int()>& run) {
  auto* command = app.add_subcommand(
      "replay", "Decide about recorded pods, and tell what other policies would change");
  auto options = std::make_shared<Options>();
  command->add_option("-p,--policies", options->policies, "Policy directory or file")
      ->required()
      ->type_name("PATH");
  command
      ->add_option("--against", options->against,
                   "Policies that are in force: tell only what changes")
      ->type_name("PATH");
  command->add_option("-o,--output", options->output, "table, or json: one document")
      ->check(CLI::IsMember({"table", "json"}))
      ->capture_default_str();
  command->add_option("--examples", options->examples, "Owners told of each group")
      ->check(CLI::Range(0, 1000))
      ->capture_default_str();
  command
      ->add_option("--threads", options->threads,
                   "Threads that decide (default: the CPUs this cgroup grants)")
      ->check(CLI::Range(1, 1024));
  command->add_option("files", options->files, "What was recorded; - is stdin")
      ->required()
      ->option_text("FILE ...");
  command->footer(kFooter);
  command->callback([options, &run] { run = [options] { return replay_all(*options); }; });
}

}  // namespace sparkgate::cli
