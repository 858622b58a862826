#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "decision/policy_set.h"
#include "policyfile/issue.h"

namespace sparkgate::policyfile {

/// A file of a policy directory, read.
struct PolicyFile {
  std::string path;  // as issues name it
  std::string name;  // in the directory, as `templateFile` names it
  std::string text;
};

inline constexpr std::size_t kMaxFileBytes = 4U << 20;

/// The files of a directory (flat, dot files skipped), or the one file that `path` is. An error
/// when `path` cannot be read; a file of a directory that cannot is an issue, and is left out.
Result<std::vector<PolicyFile>> read_policy_files(const std::string& path,
                                                  std::vector<Issue>& issues);

/// What loading gave: the set when no issue is an error, and all issues, sorted.
struct Loaded {
  std::shared_ptr<const decision::PolicySet> policies;  // null when there are errors
  std::vector<Issue> issues;
};

/// Makes a policy set of files. Finds every mistake of every file in one go. `today`, in UTC: for
/// notes about exceptions that end.
Loaded load(const std::vector<PolicyFile>& files, std::vector<Issue> issues = {},
            std::optional<std::chrono::sys_days> today = std::nullopt);

/// read_policy_files and load in one step, today; with a note when the files fit no ConfigMap.
Result<Loaded> load_path(const std::string& path);

}  // namespace sparkgate::policyfile
