#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/cpus.h"
#include "cli/command.h"
#include "cli/merge_replays.h"
#include "cli/partial_replay.h"
#include "cli/pod_options.h"
#include "cli/print_replay.h"
#include "cli/progress.h"
#include "replay/run.h"

namespace sparkgate::cli {
namespace {

struct Options {
  std::string policies, against, output = "table";
  std::vector<std::string> files;
  std::size_t examples = 3;
  unsigned threads = 0;  // 0: all
  bool merge = false;
};

void tell_problems(const replay::Report& report) {
  for (const auto& [at, problem] : report.problems) {
    std::cerr << text_of(at) << ": " << problem << "\n";
  }
  if (const auto more = report.broken - report.problems.size(); more > 0) {
    std::cerr << "and " << more << " more\n";
  }
}

int exit_code(const Replayed& replayed) {
  if (replayed.report.broken > 0) return kUsage;
  const auto denied = replayed.against.empty() ? replay::Kind::denied : replay::Kind::newly_denied;
  return replayed.report.pods_of(denied) > 0 ? kFindings : kFine;
}

/// A partial result carries what is broken and denied to the merge, whose exit code tells it.
int tell(const Replayed& replayed, const std::string& output) {
  if (output == "partial") {
    std::cout << written(replayed) << "\n";
    return kFine;
  }
  tell_problems(replayed.report);
  if (output == "html") {
    print_html(std::cout, replayed);
  } else if (output == "json") {
    print_json(std::cout, replayed);
  } else {
    print_table(std::cout, replayed, Colours());
  }
  return exit_code(replayed);
}

std::optional<Replayed> replay_all(const Options& options) {
  const auto policies = load_or_explain(options.policies);
  const bool compares = !options.against.empty();
  const auto against = compares ? load_or_explain(options.against) : nullptr;
  if (!policies || (compares && !against)) return std::nullopt;
  Replayed replayed{policies->fingerprint(), against ? against->fingerprint() : "",
                    replay::Report(options.examples)};
  replay::Seen seen;
  const Progress progress(options.files, seen);
  replay::run(options.files, {policies.get(), against.get()},
              options.threads > 0 ? options.threads : granted_cpus(), replayed.report, seen);
  return replayed;
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
    "Many machines: each writes the partial result of its files, and --merge makes of them the\n"
    "report that one process would have made of all files, whatever their order.\n"
    "\n"
    "  sparkgate replay -p policies reviews.ndjson\n"
    "  sparkgate replay -p new --against old audit.log audit-2026-11-30.log.gz\n"
    "  kubectl get pods -A -o json | sparkgate replay -p policies -\n"
    "  sparkgate replay -p policies -o partial monday.log.gz >monday.part\n"
    "  sparkgate replay --merge monday.part tuesday.part\n"
    "\n"
    "Exit codes: 0 nothing denied (with --against: nothing newly denied), 1 something is,\n"
    "2 broken input or policies. With -o partial 0, whatever is in it.";

}  // namespace

void add_replay(CLI::App& app, std::function<int()>& run) {
  auto* command = app.add_subcommand(
      "replay", "Decide about recorded pods, and tell what other policies would change");
  auto options = std::make_shared<Options>();
  auto* policies =
      command->add_option("-p,--policies", options->policies, "Policy directory or file")
          ->type_name("PATH");
  auto* against = command
                      ->add_option("--against", options->against,
                                   "Policies that are in force: tell only what changes")
                      ->type_name("PATH");
  command
      ->add_option("-o,--output", options->output,
                   "table, json (one document), html (one page), or partial (a line for --merge)")
      ->check(CLI::IsMember({"table", "json", "html", "partial"}))
      ->capture_default_str();
  auto* examples = command->add_option("--examples", options->examples, "Owners told of each group")
                       ->check(CLI::Range(0, 500))
                       ->capture_default_str();
  auto* threads = command
                      ->add_option("--threads", options->threads,
                                   "Threads that decide (default: the CPUs this cgroup grants)")
                      ->check(CLI::Range(1, 1024));
  command
      ->add_flag("--merge", options->merge, "FILE is what -o partial wrote: tell the whole of it")
      ->excludes(policies)
      ->excludes(against)
      ->excludes(examples)
      ->excludes(threads);
  command->add_option("files", options->files, "What was recorded; - is stdin")
      ->required()
      ->option_text("FILE ...");
  command->footer(kFooter);
  command->callback([options, &run] {
    if (!options->merge && options->policies.empty()) throw CLI::RequiredError("--policies");
    run = [options] {
      const auto replayed = options->merge ? merge_replays(options->files) : replay_all(*options);
      return replayed ? tell(*replayed, options->output) : kUsage;
    };
  });
}

}  // namespace sparkgate::cli
