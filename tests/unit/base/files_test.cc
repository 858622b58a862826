#include "base/files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "support/temporary_folder.h"

namespace sparkgate {
namespace {

TEST(Files, ReadsWhatWasWritten) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "a.yaml", "kind: Pod\n", 0640).ok());
  EXPECT_EQ(read_file(folder / "a.yaml", 100).value(), "kind: Pod\n");
  struct stat info {};
  ASSERT_EQ(::stat((folder / "a.yaml").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0640U);
}

TEST(Files, ReplacesAFileAndLeavesNothingBeside) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "a", "old", 0600).ok());
  ASSERT_TRUE(write_file(folder / "a", "new", 0600).ok());
  EXPECT_EQ(read_file(folder / "a", 100).value(), "new");
  EXPECT_EQ(list_files(folder.path()).value(), std::vector<std::string>{"a"});
}

TEST(Files, SaysWhyAFileCannotBeRead) {
  const TemporaryFolder folder;
  const std::string missing = folder / "none";
  EXPECT_EQ(read_file(missing, 100).error().message, missing + ": No such file or directory");
  EXPECT_EQ(read_file(folder.path(), 100).error().message, folder.path() + ": Is a directory");
}

TEST(Files, RefusesAFileOverTheLimit) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "big", std::string(101, 'x'), 0600).ok());
  EXPECT_EQ(read_file(folder / "big", 100).error().message,
            folder / "big" + ": larger than 100 bytes");
  EXPECT_TRUE(read_file(folder / "big", 101).ok());
}

TEST(Files, ListsAsKubeletLaysAConfigMapOut) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "..2026_11_21");
  ASSERT_TRUE(write_file(folder / "..2026_11_21/b.yaml", "", 0600).ok());
  std::filesystem::create_directory_symlink("..2026_11_21", folder / "..data");
  std::filesystem::create_symlink("..data/b.yaml", folder / "b.yaml");
  ASSERT_TRUE(write_file(folder / "a.yaml", "", 0600).ok());
  EXPECT_EQ(list_files(folder.path()).value(), (std::vector<std::string>{"a.yaml", "b.yaml"}));
}

TEST(Files, ListsLinksThatLeadNowhereButNoFolders) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "folder");
  std::filesystem::create_directory_symlink("folder", folder / "to-folder");
  std::filesystem::create_symlink("nosuch", folder / "dangling");
  std::filesystem::create_symlink("looping", folder / "looping");
  std::filesystem::create_symlink("nosuch", folder / "..data");
  EXPECT_EQ(list_files(folder.path()).value(), (std::vector<std::string>{"dangling", "looping"}));
}

TEST(Files, SaysWhyADirectoryCannotBeListed) {
  const TemporaryFolder folder;
  const std::string missing = folder / "none";
  EXPECT_EQ(list_files(missing).error().message, missing + ": No such file or directory");
  EXPECT_TRUE(is_directory(folder.path()));
  EXPECT_FALSE(is_directory(missing));
}

}  // namespace
}  // namespace sparkgate
