#include "policyfile/config_map.h"

#include <gtest/gtest.h>

#include "base/files.h"
#include "support/temporary_folder.h"

namespace sparkgate::policyfile {
namespace {

constexpr std::size_t kMiB = 1U << 20;

/// A file of so many bytes that says nothing.
PolicyFile comment(const std::string& name, std::size_t bytes) {
  return {"p/" + name, name, "#\n" + std::string(bytes - 2, '\n')};
}

std::string note_about(const std::vector<PolicyFile>& files) {
  std::vector<Issue> issues;
  note_too_large_for_config_map(files, issues);
  EXPECT_FALSE(has_errors(issues));
  return issues.empty() ? "" : text_of(issues.at(0));
}

TEST(ConfigMap, OfOneMiBFits) {
  EXPECT_EQ(note_about({comment("a.yaml", kMiB)}), "");
  EXPECT_EQ(note_about({comment("a.yaml", kMiB / 2), comment("b.yaml", kMiB / 2)}), "");
  EXPECT_EQ(note_about({}), "");
}

TEST(ConfigMap, OfAByteMoreDoesNot) {
  EXPECT_EQ(
      note_about(
          {comment("a.yaml", kMiB / 2 - 1), comment("b.yaml", kMiB / 2 + 1), comment("c.yaml", 2)}),
      "p/b.yaml:1:1: warning: too large for one ConfigMap: the policy files are 1048578 bytes "
      "together, and Kubernetes takes 1048576; this is the largest, 524289 [config-map-size]\n"
      "  #\n"
      "  ^\n");
}

TEST(ConfigMap, TestsStayOutOfIt) {
  EXPECT_EQ(note_about({comment("a.yaml", kMiB), comment("a.test.yaml", kMiB)}), "");
}

TEST(ConfigMap, IsThoughtOfWhenADirectoryIsRead) {
  const TemporaryFolder folder;
  for (const char* name : {"a.yaml", "b.yaml"}) {
    ASSERT_TRUE(write_file(folder / name, comment(name, kMiB).text, 0600).ok());
  }
  const auto loaded = load_path(folder.path());
  ASSERT_TRUE(loaded.ok());
  ASSERT_EQ(loaded->issues.size(), 1U);
  EXPECT_EQ(loaded->issues[0].severity(), Severity::warning);
  EXPECT_EQ(loaded->issues[0].file, folder / "a.yaml");
  EXPECT_TRUE(loaded->policies);
}

}  // namespace
}  // namespace sparkgate::policyfile
