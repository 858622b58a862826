#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "cli/input.h"
#include "policytest/test_case.h"

namespace sparkgate::cli {

/// The pods that tests speak of. A file is read once, however many tests name it.
class TestedPods {
 public:
  /// The review that asks about a test's pod; none when there is a mistake, which `source`, the
  /// test's own file, is told.
  std::optional<nlohmann::json> review(const policytest::TestCase& test,
                                       policyfile::Source& source);

 private:
  /// The review that asks about a pod as its file has it; none when there is a mistake.
  std::optional<nlohmann::json> of_source(const policytest::PodSource& pod,
                                          const RequestFlags& flags, policyfile::Source& source);
  const Input* of_file(const policytest::PodSource& pod, policyfile::Source& source);

  std::map<std::string, std::vector<Input>> files_;  // by path
};

/// A path that a test's file names, from where that file is.
std::string beside(const std::string& file, const std::string& path);

}  // namespace sparkgate::cli
