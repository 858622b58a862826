#include "bench/policy_sets.h"

#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/files.h"
#include "bench/give_up.h"
#include "policyfile/load.h"

namespace sparkgate::bench {
namespace {

using policyfile::Loaded;

constexpr char kFolder[] = SPARKGATE_SOURCE_DIR "/tests/bench/policies/";
constexpr int kElsewhere = 1000;

std::string numbered(std::string text, int number) {
  constexpr std::string_view kPlace = "NUMBER";
  const std::string digits = std::to_string(number);
  for (std::size_t at = text.find(kPlace); at != std::string::npos; at = text.find(kPlace, at)) {
    text.replace(at, kPlace.size(), digits);
  }
  return text;
}

/// One file, as a ConfigMap would hold them.
Result<Loaded> load_elsewhere() {
  const Result<std::string> pattern = read_file(std::string(kFolder) + "elsewhere.yaml", 4096);
  if (!pattern) return pattern.error();
  std::string all;
  for (int i = 0; i < kElsewhere; ++i) all += numbered(*pattern, i) + "---\n";
  return policyfile::load({{"elsewhere.yaml", "elsewhere.yaml", all}});
}

/// The shipped policies, those to copy, and policies/every_rule.yaml of this folder.
Result<Loaded> load_everything() {
  std::vector<policyfile::PolicyFile> files;
  std::vector<policyfile::Issue> issues;
  const std::string shipped = SPARKGATE_SOURCE_DIR "/policies";
  for (const std::string& path :
       {shipped, shipped + "/library", kFolder + std::string("every_rule.yaml")}) {
    auto more = policyfile::read_policy_files(path, issues);
    if (!more) return more.error();
    std::move(more->begin(), more->end(), std::back_inserter(files));
  }
  return policyfile::load(files, std::move(issues));
}

Result<Loaded> load_set(const std::string& name) {
  if (name == "everything") return load_everything();
  if (name == "none") return policyfile::load({});
  if (name == "elsewhere") return load_elsewhere();
  if (name == "busy") return policyfile::load_path(std::string(kFolder) + "busy.yaml");
  return policyfile::load_path(SPARKGATE_SOURCE_DIR "/policies");
}

}  // namespace

PolicySetPointer policy_set(const std::string& name) {
  static std::map<std::string, PolicySetPointer> sets;
  PolicySetPointer& kept = sets[name];
  if (kept) return kept;
  const Result<Loaded> loaded = load_set(name);
  if (!loaded) give_up(loaded.error().message);
  if (!loaded->policies) give_up(policyfile::text_of(loaded->issues.front()));
  return kept = loaded->policies;
}

}  // namespace sparkgate::bench
