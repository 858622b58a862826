#include "cli/find_tests.h"

#include <algorithm>
#include <filesystem>

#include "base/files.h"

namespace sparkgate::cli {
namespace {

namespace fs = std::filesystem;
using policyfile::PolicyFile;

constexpr std::string_view kKind = "SparkPolicyTest";

bool may_hold_tests(const fs::directory_entry& entry) {
  const std::string extension = entry.path().extension().string();
  std::error_code error;
  return (extension == ".yaml" || extension == ".yml" || extension == ".json") &&
         entry.is_regular_file(error) && entry.file_size(error) <= policyfile::kMaxFileBytes &&
         !error;
}

/// The paths below a directory; what cannot be entered is left out.
std::vector<std::string> paths_below(const std::string& directory) {
  std::vector<std::string> paths;
  std::error_code error;
  const auto options = fs::directory_options::skip_permission_denied;
  fs::recursive_directory_iterator at(directory, options, error);
  for (const fs::recursive_directory_iterator end; !error && at != end; at.increment(error)) {
    if (at->path().filename().string().starts_with('.')) {
      at.disable_recursion_pending();
    } else if (may_hold_tests(*at)) {
      paths.push_back(at->path().string());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace

Result<std::vector<PolicyFile>> find_tests(const std::string& path) {
  const bool directory = is_directory(path);
  std::vector<PolicyFile> files;
  for (const std::string& one : directory ? paths_below(path) : std::vector{path}) {
    Result<std::string> text = read_file(one, policyfile::kMaxFileBytes);
    if (!text && !directory) return text.error();
    if (!text || text->find(kKind) == std::string::npos) continue;
    files.push_back({one, one.substr(one.rfind('/') + 1), std::move(*text)});
  }
  if (files.empty()) return Error{path + ": no " + std::string(kKind) + " in it"};
  return files;
}

}  // namespace sparkgate::cli
