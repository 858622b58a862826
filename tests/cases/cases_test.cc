#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "admission/door.h"
#include "base/files.h"
#include "policyfile/load.h"

// The golden cases of this folder at the door that is no program: the library's own. The command
// line and the running server are asked by cases.py, which also writes what is expected.

namespace sparkgate {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::vector<fs::path> cases() {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(SPARKGATE_SOURCE_DIR "/tests/cases")) {
    if (fs::exists(entry.path() / "review.json")) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

json read_json(const fs::path& path) {
  return json::parse(read_file(path.string(), 8U << 20).value());
}

json decoded_patch(const std::string& base64) {
  std::string bytes(base64.size(), '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                   reinterpret_cast<const unsigned char*>(base64.data()),
                                   static_cast<int>(base64.size()));
  EXPECT_GE(size, 0) << "not base64";
  bytes.resize(bytes.find_last_of(']') + 1);  // the padding comes out as zeros
  return json::parse(bytes);
}

/// What one door answers to a review, its patch readable.
json ask(admission::DoorKind kind, const Snapshot<decision::PolicySet>& policies,
         const json& review) {
  Metrics metrics;
  admission::Door door(kind, policies, metrics);
  std::string body = review.dump();
  const std::size_t size = body.size();
  body.append(admission::kPadding, ' ');
  std::string text;
  EXPECT_EQ(door.answer(std::string_view(body).substr(0, size), text), 200);
  json answer = json::parse(text);
  json& response = answer["response"];
  if (response.contains("patch")) response["patch"] = decoded_patch(response["patch"]);
  return answer;
}

class Case : public testing::TestWithParam<fs::path> {};

TEST_P(Case, IsAnsweredAsExpected) {
  const auto loaded = policyfile::load_path((GetParam() / "policies").string());
  ASSERT_TRUE(loaded.ok() && loaded->policies);
  const Snapshot<decision::PolicySet> policies(loaded->policies);
  json review = read_json(GetParam() / "review.json");
  const json mutate = ask(admission::DoorKind::mutate, policies, review);
  if (mutate["response"].contains("patch")) {
    json& pod = review["request"]["object"];
    pod = pod.patch(mutate["response"]["patch"]);
  }
  const json validate = ask(admission::DoorKind::validate, policies, review);
  EXPECT_EQ(json({{"mutate", mutate}, {"validate", validate}}),
            read_json(GetParam() / "expected/answers.json"));
  EXPECT_FALSE(ask(admission::DoorKind::mutate, policies, review)["response"].contains("patch"))
      << "a second pass changes something";
}

std::string name_of(const testing::TestParamInfo<fs::path>& info) {
  std::string name = info.param.filename().string();
  for (char& c : name) {
    if (c == '-' || c == '.') c = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Golden, Case, testing::ValuesIn(cases()), name_of);

}  // namespace
}  // namespace sparkgate
