#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/input.h"
#include "decision/policy_set.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace sparkgate::cli {

/// What commands that look at pods are given: policies, files, and what the files do not say.
struct PodOptions {
  std::string policies;
  std::vector<std::string> files;
  CLI::Option* filename = nullptr;  // -f, which is needed
  RequestFlags request;
};

/// Declares -p, -f and the flags about the request. `options` must outlive the parsing.
void add_pod_options(CLI::App& command, PodOptions& options);

/// The set of a policy directory or file; null when it has mistakes, cannot be read or has no
/// policy, which is told on stderr.
std::shared_ptr<const decision::PolicySet> load_or_explain(const std::string& path);

}  // namespace sparkgate::cli
