// Any text as a policy file: it loads, or its mistakes are told with their places in the text.
// What loads is asked about a driver and an executor. Tests in it are read, and their tweaks made.

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/files.h"
#include "fuzz/decision_laws.h"
#include "policyfile/load.h"
#include "policyfile/yaml.h"
#include "policytest/pod_path.h"
#include "policytest/read_tests.h"

namespace sparkgate {
namespace {

using nlohmann::json;
using policyfile::Issue;

json recording(const std::string& name) {
  const std::string path = SPARKGATE_SOURCE_DIR "/tests/recordings/" + name + ".json";
  const Result<std::string> text = read_file(path, 1U << 20);
  require(text.ok(), path);
  return json::parse(*text);
}

/// Line and column are in the text, or one past the end of a line or of the text.
bool is_in(const std::string& text, policyfile::Position at) {
  std::size_t start = 0;
  for (int line = 1; line < at.line; ++line) {
    const std::size_t end = text.find('\n', start);
    if (end == std::string::npos) return line + 1 == at.line && at.column == 1;
    start = end + 1;
  }
  const std::size_t length = std::min(text.find('\n', start), text.size()) - start;
  return at.line >= 1 && at.column >= 1 && static_cast<std::size_t>(at.column) <= length + 1;
}

void read_tests(const std::string& text, const json& review) {
  std::vector<Issue> issues;
  policyfile::Source source("p.yaml", text, issues);
  for (const policyfile::Node& document : policyfile::parse_yaml(source)) {
    if (!policytest::is_test_document(document)) continue;
    for (const policytest::TestCase& test : policytest::read_tests(document, source).tests) {
      json pod = review["request"]["object"];
      for (const auto& change : test.pod.changes) policytest::put(pod, change.path, change.value);
    }
  }
  for (const Issue& issue : issues) {
    require(is_in(text, issue.at), "not a place in the text: " + text_of(issue));
  }
}

}  // namespace
}  // namespace sparkgate

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sparkgate;
  static const json driver = recording("spark-submit-4.1.4-driver");
  static const json executor = recording("spark-submit-4.1.4-executor");
  const std::string text(reinterpret_cast<const char*>(data), size);
  const policyfile::Loaded loaded = policyfile::load({{"p.yaml", "p.yaml", text}});
  for (const Issue& issue : loaded.issues) {
    require(is_in(text, issue.at), "not a place in the text: " + text_of(issue));
  }
  read_tests(text, driver);
  require(loaded.policies != nullptr || has_errors(loaded.issues), "no set and no mistake");
  if (!loaded.policies) return 0;
  check_decision(driver, *loaded.policies);
  check_decision(executor, *loaded.policies);
  return 0;
}
