#pragma once

#include <functional>

namespace CLI {
class App;
}

namespace sparkgate::cli {

/// What a process of ours ends with.
enum ExitCode : int {
  kFine = 0,      // all allowed, no mistake, all pass
  kFindings = 1,  // something denied, a mistake, a failure
  kUsage = 2      // wrong usage, unreadable or broken input
};

/// Each declares a subcommand on `app`; when it is chosen, parsing sets `run` to what executes it
/// and returns an ExitCode. `run` must outlive the parsing.
void add_bench(CLI::App& app, std::function<int()>& run);
void add_check(CLI::App& app, std::function<int()>& run);
void add_dry_run(CLI::App& app, std::function<int()>& run);
void add_explain(CLI::App& app, std::function<int()>& run);
void add_init_repository(CLI::App& app, std::function<int()>& run);
void add_replay(CLI::App& app, std::function<int()>& run);
void add_completion(CLI::App& app, std::function<int()>& run);
void add_test(CLI::App& app, std::function<int()>& run);
void add_schema(CLI::App& app, std::function<int()>& run);
void add_version(CLI::App& app, std::function<int()>& run);

}  // namespace sparkgate::cli
