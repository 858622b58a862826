#include <CLI/CLI.hpp>
#include <cmath>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/measure.h"
#include "cli/pod_options.h"
#include "cli/print_pod.h"

namespace sparkgate::cli {
namespace {

using admission::DoorKind;
using Json = nlohmann::ordered_json;

struct Options {
  PodOptions pods;
  double seconds = 1;
  std::string output = "text";
};

struct Result {
  const char* door;
  Measured measured;
};

std::string counted(std::size_t count, const char* one, const char* many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

void print_text(const decision::PolicySet& policies, std::size_t pods,
                const std::vector<Result>& results) {
  std::cout << counted(policies.policies().size(), "policy", "policies") << ", "
            << counted(pods, "pod", "pods") << ", one core\n";
  for (const auto& [door, one] : results) {
    std::cout << door << "  " << std::llround(one.per_second()) << " decisions/s, "
              << std::llround(one.ns()) << " ns of CPU each; slowest " << one.slowest->name << ", "
              << std::llround(one.slowest_ns) << " ns\n";
  }
}

void print_json(const decision::PolicySet& policies, std::size_t pods,
                const std::vector<Result>& results) {
  Json line = {{"policies", policies.policies().size()},
               {"fingerprint", policies.fingerprint()},
               {"pods", pods}};
  for (const auto& [door, one] : results) {
    line[door] = {{"decisions", one.decisions},
                  {"perSecond", std::llround(one.per_second())},
                  {"ns", std::llround(one.ns())},
                  {"slowest",
                   {{"source", one.slowest->source},
                    {"document", one.slowest->document},
                    {"pod", one.slowest->name},
                    {"ns", std::llround(one.slowest_ns)}}}};
  }
  std::cout << dump(line) << "\n";
}

/// The questions of all files; what is broken is told on stderr, and `sound` is false then.
std::vector<Question> questions_of(const PodOptions& pods, const decision::PolicySet& policies,
                                   bool& sound) {
  std::vector<Question> questions;
  for (const std::string& file : pods.files) {
    for (const Input& input : read_input(file, pods.request)) {
      std::string why;
      if (make_question(input, policies, questions.emplace_back(), why)) continue;
      questions.pop_back();
      sound = false;
      std::cerr << input.source << " (" << input.document << "): " << why << "\n";
    }
  }
  return questions;
}

int bench(const Options& options) {
  const auto policies = load_or_explain(options.pods.policies);
  if (!policies) return kUsage;
  bool sound = true;
  const std::vector<Question> questions = questions_of(options.pods, *policies, sound);
  if (questions.empty()) {
    std::cerr << "sparkgate bench: no pod to decide about\n";
    return kUsage;
  }
  const Snapshot<decision::PolicySet> snapshot(policies);
  const std::chrono::duration<double> time(options.seconds);
  const std::vector<Result> results = {
      {"mutate", measure(DoorKind::mutate, snapshot, questions, time)},
      {"validate", measure(DoorKind::validate, snapshot, questions, time)}};
  const auto print = options.output == "json" ? print_json : print_text;
  print(*policies, questions.size(), results);
  return sound ? kFine : kUsage;
}

}  // namespace

void add_bench(CLI::App& app, std::function<int()>& run) {
  auto* command = app.add_subcommand("bench", "Measure how fast pods are decided about");
  auto options = std::make_shared<Options>();
  add_pod_options(*command, options->pods);
  command->add_option("--seconds", options->seconds, "How long each door is asked")
      ->check(CLI::Range(0.001, 3600.0))
      ->type_name("S")
      ->capture_default_str();
  command->add_option("-o,--output", options->output, "text, or json: one line")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->footer(
      "Asks the mutating door and then the validating one about all pods, in turns: the bytes of "
      "a\n"
      "review in, the bytes of its answer out, by the server's code, without its sockets, on one\n"
      "core. Times are CPU time, so that others on the machine take little of it. Allocations are\n"
      "not counted: that would slow all that this program does.\n"
      "\n"
      "  sparkgate bench -p policies -f pod.yaml -n analytics\n"
      "\n"
      "Exit codes: 0 measured, 2 broken input or policies.");
  command->callback([options, &run] { run = [options] { return bench(*options); }; });
}

}  // namespace sparkgate::cli
