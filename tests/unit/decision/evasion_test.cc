#include <gtest/gtest.h>

#include "base/files.h"
#include "policyfile/yaml.h"
#include "support/world.h"

// Pods made to get something past a rule, each refused: tests/evasion/*.yaml, a rule an entry.
//
//   rule:    the rule, as in a policy
//   role:    of the pod; absent is driver
//   passes:  what the smallest pod needs to keep the rule, as {JSON POINTER: VALUE}
//   tricks:  rows of {trick: in a word, set: {JSON POINTER: VALUE}, at: field that is refused};
//            with `change: true` a running pod is changed to it; `request: {JSON POINTER: VALUE}`
//            is of the request beside the pod (/userInfo/username, /subResource)
//
// `-` at the end of a pointer is a new item of a list.

namespace sparkgate {
namespace {

using nlohmann::json;

void set_all(Review& review, const json& values) {
  for (const auto& [pointer, value] : values.items()) review.set(pointer, value);
}

/// The review of a trick of a row.
Review tricked(const Review& good, const json& row) {
  Review bad = good;
  if (row.value("change", false)) bad.update();
  set_all(bad, row.value("set", json::object()));
  const json request = row.value("request", json::object());
  for (const auto& [pointer, value] : request.items()) bad.set_request(pointer, value);
  return bad;
}

void judge_tricks(const json& entry) {
  const std::string name = entry["rule"].dump();
  json rule = entry["rule"];
  rule["name"] = "r";
  const auto set = policy(json{{"rules", json::array({rule})}}.dump());
  Review good = minimal(entry.value("role", "driver"));
  set_all(good, entry.value("passes", json::object()));
  EXPECT_EQ(ask(set, good).violations.size(), 0U) << name << " refuses the pod without a trick";
  for (const json& row : entry["tricks"]) {
    const cli::Examined examined = ask(set, tricked(good, row));
    bool found = false;
    for (const cli::Breach& breach : examined.violations) {
      found = found || breach.path == row["at"];
      EXPECT_TRUE(breach.message.starts_with(breach.path)) << breach.message;
    }
    EXPECT_TRUE(found && !examined.allowed) << name << " is got past by: " << row.dump();
  }
}

TEST(Evasion, EveryTrickIsRefused) {
  const std::string folder = std::string(SPARKGATE_SOURCE_DIR) + "/tests/evasion/";
  std::size_t rows = 0;
  const Result<std::vector<std::string>> files = list_files(folder);
  ASSERT_TRUE(files.ok());
  for (const std::string& file : *files) {
    std::vector<policyfile::Issue> issues;
    policyfile::Source source(file, read_file(folder + file, 1U << 20).value(), issues);
    for (const policyfile::Node& document : policyfile::parse_yaml(source)) {
      for (const json& entry : to_json(document)) {
        judge_tricks(entry);
        rows += entry["tricks"].size();
      }
    }
    EXPECT_TRUE(issues.empty()) << policyfile::text_of(issues[0]);
  }
  EXPECT_GE(rows, 300U);
}

}  // namespace
}  // namespace sparkgate
