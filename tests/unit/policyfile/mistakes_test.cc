#include <gtest/gtest.h>

#include "base/files.h"
#include "policyfile/load.h"

// One directory with a dozen mistakes of all kinds: every one is found in one run, with its place.
// The server refuses to start with the same text (tests/http).

namespace sparkgate::policyfile {
namespace {

TEST(Mistakes, AllOfADirectoryInOneRun) {
  const std::string folder = std::string(SPARKGATE_SOURCE_DIR) + "/tests/mistakes";
  std::vector<Issue> issues;
  auto files = read_policy_files(folder + "/policies", issues);
  ASSERT_TRUE(files.ok());
  for (PolicyFile& file : *files) file.path = "policies/" + file.name;
  std::string text;
  for (const Issue& issue : load(*files).issues) text += text_of(issue);
  EXPECT_EQ(text, read_file(folder + "/expected.txt", 1U << 20).value());
}

}  // namespace
}  // namespace sparkgate::policyfile
