#include "policyfile/load.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/files.h"
#include "support/temporary_folder.h"
#include "support/world.h"

namespace sparkgate::policyfile {
namespace {

using Lines = std::vector<std::string>;

std::string policy_called(const std::string& name, const std::string& spec = "{}") {
  return "apiVersion: sparkgate.dev/v1\nkind: SparkPolicy\nmetadata: {name: " + name +
         "}\nspec: " + spec + "\n";
}

const std::string kRule = "{rules: [{name: r, images: {allow: [a/b]}}]}";

TEST(Load, ADirectoryAsAConfigMapLooks) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "..2026");
  ASSERT_TRUE(write_file(folder / "..2026/a.yaml", policy_called("a", kRule), 0600).ok());
  std::filesystem::create_directory_symlink("..2026", folder / "..data");
  std::filesystem::create_symlink("..data/a.yaml", folder / "a.yaml");
  ASSERT_TRUE(write_file(folder / "README.md", "# not a policy", 0600).ok());
  for (const char* name : {"kustomization.yaml", "kustomization.yml", "Kustomization"}) {
    ASSERT_TRUE(write_file(folder / name, "kind: Kustomization", 0600).ok());
  }
  const auto loaded = load_path(folder.path());
  ASSERT_TRUE(loaded.ok());
  EXPECT_EQ(loaded->issues.size(), 0U);
  ASSERT_TRUE(loaded->policies);
  EXPECT_EQ(loaded->policies->policies().size(), 1U);
}

TEST(Load, OneFile) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "a.yaml", policy_called("a", kRule), 0600).ok());
  EXPECT_TRUE(load_path(folder / "a.yaml")->policies);
}

TEST(Load, SaysWhatCannotBeRead) {
  const TemporaryFolder folder;
  const auto missing = load_path(folder / "none.yaml");
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().message, folder / "none.yaml" + ": No such file or directory");
  ASSERT_TRUE(write_file(folder / "big.yaml", std::string(kMaxFileBytes + 1, '#'), 0600).ok());
  const auto big = load_path(folder.path());
  EXPECT_EQ(text_of(big->issues.at(0)),
            folder / "big.yaml" + ":1:1: larger than 4194304 bytes [unreadable-file]\n");
  EXPECT_FALSE(big->policies);
}

TEST(Load, ALinkThatLeadsNowhereIsAMistake) {
  const TemporaryFolder folder;
  std::filesystem::create_symlink("nosuch", folder / "a.yaml");
  std::filesystem::create_symlink("b.yaml", folder / "b.yaml");
  std::filesystem::create_symlink("nosuch", folder / "README.md");
  const auto loaded = load_path(folder.path());
  ASSERT_EQ(loaded->issues.size(), 2U);
  EXPECT_EQ(text_of(loaded->issues[0]),
            folder / "a.yaml" + ":1:1: No such file or directory [unreadable-file]\n");
  EXPECT_EQ(text_of(loaded->issues[1]),
            folder / "b.yaml" + ":1:1: Too many levels of symbolic links [unreadable-file]\n");
  EXPECT_FALSE(loaded->policies);
}

TEST(Load, AnEmptyDirectoryIsASetWithoutPolicies) {
  const TemporaryFolder folder;
  EXPECT_EQ(load_path(folder.path())->policies->policies().size(), 0U);
}

TEST(Load, KnowsItsKinds) {
  EXPECT_EQ(mistakes("kind: SparkPolicyTest\napiVersion: sparkgate.dev/v1\nmetadata: {name: t}\n"
                     "tests: [{name: x, pod: {file: y}}]\n"),
            Lines{});
  EXPECT_EQ(mistakes("kind: SparkPolicyTest\ntest: 7\n"), Lines{});  // stops no server
  EXPECT_EQ(mistakes("kind: SparkPolicys\n"),
            Lines{"1:7: unknown kind 'SparkPolicys', did you mean 'SparkPolicy'?"});
  EXPECT_EQ(mistakes("kind: Deployment\n"), Lines{"1:7: unknown kind 'Deployment'"});
  EXPECT_EQ(mistakes("apiVersion: v1\n"), Lines{"1:1: 'kind' is missing"});
  EXPECT_EQ(mistakes("- a\n"), Lines{"1:1: a document must be a map, not a list"});
}

TEST(Load, PolicyNamesAreUniqueInTheDirectory) {
  const auto loaded = load({{"d/a.yaml", "a.yaml", policy_called("same", kRule)},
                            {"d/b.yaml", "b.yaml", policy_called("same", kRule)}});
  ASSERT_EQ(loaded.issues.size(), 1U);
  EXPECT_EQ(
      text_of(loaded.issues[0]),
      "d/b.yaml:3:18: a second policy called 'same'; the first is in d/a.yaml:3 [duplicate-name]\n"
      "  metadata: {name: same}\n"
      "                   ^\n");
}

TEST(Load, TemplatesAreFoundByName) {
  const auto issues = [](const std::string& name) {
    const auto loaded =
        load({{"p.yaml", "p.yaml",
               policy_called("p", "{defaults: {both: {templateFile: " + name + "}}}")},
              {"executor.yaml", "executor.yaml", "kind: Pod\nspec: {schedulerName: x}\n"},
              {"two.yaml", "two.yaml", "kind: Pod\nspec: {}\n---\nkind: Pod\nspec: {}\n"}});
    Lines result;
    for (const Issue& issue : loaded.issues) {
      if (issue.severity() == Severity::error) result.push_back(issue.message);
    }
    return result;
  };
  EXPECT_EQ(issues("executor.yaml"), Lines{});
  EXPECT_EQ(issues("executer.yaml"), Lines{"templateFile must name a template: there is no file "
                                           "'executer.yaml' in this directory, did you mean "
                                           "'executor.yaml'?"});
  EXPECT_EQ(
      issues("two.yaml"),
      Lines{"templateFile must name a template: 'two.yaml' must hold one document of kind Pod or "
            "PodTemplate, and nothing else"});
  EXPECT_EQ(issues("../etc/passwd"),
            Lines{"templateFile must name a template: a file of this directory, without a path: a "
                  "ConfigMap has no folders"});
  EXPECT_EQ(issues("7"), Lines{"templateFile must name a template: the name of a file in this "
                               "directory, not the number 7"});
}

TEST(Load, NotesWhatMaySurprise) {
  EXPECT_EQ(mistakes("kind: Pod\nspec: {}\n"), Lines{"1:1: warning: no policy uses this template"});
  EXPECT_EQ(mistakes_in_spec("{}"), Lines{"-3:-1: warning: this policy does nothing"});
  EXPECT_EQ(mistakes_in_spec("match: {pods: all}\ndefaults: {both: {spec: {schedulerName: x}}}\n"),
            Lines{"2:11: 'match.pods: all' is for rules; templates change Spark pods only"});
}

TEST(Load, EitherATemplateFileOrATemplate) {
  EXPECT_EQ(
      mistakes_in_spec("defaults: {both: {templateFile: x.yaml, spec: {}}}\n"),
      (Lines{
          "1:18: either 'templateFile' or the template itself, not both",
          "1:33: templateFile must name a template: there is no file 'x.yaml' in this directory"}));
}

}  // namespace
}  // namespace sparkgate::policyfile
